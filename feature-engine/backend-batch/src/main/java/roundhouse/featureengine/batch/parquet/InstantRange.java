package roundhouse.featureengine.batch.parquet;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import roundhouse.featureengine.kernel.Micros;

/// Instants from `fromMicros`, included, to `toMicros`, excluded, in microseconds since the epoch.
public record InstantRange(long fromMicros, long toMicros) {
  public static final InstantRange ALL = new InstantRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /// The resolution of every instant in tables.
  public static final Duration MICROSECOND = ChronoUnit.MICROS.getDuration();

  private static final Duration LONGEST = Duration.of(Long.MAX_VALUE, ChronoUnit.MICROS);

  public InstantRange {
    if (fromMicros > toMicros) {
      throw new IllegalArgumentException(
          "Time range '%s..%s' (microseconds): expected a start at or before the end; exchange them"
              .formatted(fromMicros, toMicros));
    }
  }

  public static InstantRange between(Instant from, Instant to) {
    return new InstantRange(Micros.nearest(from), Micros.nearest(to));
  }

  public static InstantRange before(Instant to) {
    return new InstantRange(Long.MIN_VALUE, Micros.nearest(to));
  }

  /// This range with its start that much earlier, or without one where that cannot be said.
  public InstantRange startingEarlier(Duration lookback) {
    long micros = saturatedMicros(lookback);
    long from = fromMicros - micros;
    return new InstantRange(from > fromMicros ? Long.MIN_VALUE : from, toMicros);
  }

  /// This range with its end that much later, or without one where that cannot be said.
  public InstantRange endingLater(Duration lookahead) {
    long to = toMicros + saturatedMicros(lookahead);
    return new InstantRange(fromMicros, to < toMicros ? Long.MAX_VALUE : to);
  }

  private static long saturatedMicros(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : Micros.of(duration);
  }

  public boolean isEmpty() {
    return fromMicros == toMicros;
  }

  public boolean contains(long micros) {
    return fromMicros <= micros && micros < toMicros;
  }

  /// Whether any instant between `first` and `last`, both included, is in this range.
  public boolean touches(long first, long last) {
    return first < toMicros && last >= fromMicros;
  }
}
