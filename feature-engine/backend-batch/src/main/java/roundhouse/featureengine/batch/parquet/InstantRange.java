package roundhouse.featureengine.batch.parquet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants from `fromMicros`, included, to `toMicros`, excluded, in microseconds since the epoch.
public record InstantRange(long fromMicros, long toMicros) {
  public static final InstantRange ALL = new InstantRange(Long.MIN_VALUE, Long.MAX_VALUE);

  public InstantRange {
    if (fromMicros > toMicros) {
      throw new IllegalArgumentException(
          "Time range '%s..%s' (microseconds): expected a start at or before the end; exchange them"
              .formatted(fromMicros, toMicros));
    }
  }

  public static InstantRange between(Instant from, Instant to) {
    return new InstantRange(micros(from), micros(to));
  }

  public static InstantRange before(Instant to) {
    return new InstantRange(Long.MIN_VALUE, micros(to));
  }

  public boolean contains(long micros) {
    return fromMicros <= micros && micros < toMicros;
  }

  /// Whether any instant between `first` and `last`, both included, is in this range.
  public boolean touches(long first, long last) {
    return first < toMicros && last >= fromMicros;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
