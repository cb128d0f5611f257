package roundhouse.examples.flights;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A flight left.
///
/// @param delay in minutes behind the schedule; negative if early
record FlightDeparted(
    long flightId,
    String carrier,
    @Nullable String tailNumber,
    String origin,
    String dest,
    long delay,
    Instant departedAt) {}
