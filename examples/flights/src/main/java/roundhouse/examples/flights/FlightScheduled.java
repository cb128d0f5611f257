package roundhouse.examples.flights;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Thirty minutes before its scheduled departure, a flight asks whether it will arrive late.
///
/// @param flightId the row of the flight in the data, from 0
/// @param distance in miles
/// @param departure scheduled
record FlightScheduled(
    long flightId,
    String carrier,
    @Nullable String tailNumber,
    String origin,
    String dest,
    long distance,
    Instant departure,
    Instant askedAt) {}
