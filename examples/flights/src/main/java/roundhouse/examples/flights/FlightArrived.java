package roundhouse.examples.flights;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A flight arrived.
///
/// @param delay in minutes behind the schedule; negative if early
record FlightArrived(
    long flightId,
    String carrier,
    @Nullable String tailNumber,
    String origin,
    String dest,
    long delay,
    Instant arrivedAt) {}
