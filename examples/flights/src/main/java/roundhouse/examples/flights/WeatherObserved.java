package roundhouse.examples.flights;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The hourly weather at an airport.
///
/// @param observationId the row of the observation in the data, from 0
/// @param visibility in miles
/// @param windSpeed in miles per hour
record WeatherObserved(
    long observationId,
    String origin,
    @Nullable Double visibility,
    @Nullable Double windSpeed,
    Instant observedAt) {}
