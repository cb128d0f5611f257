package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// Lengths and instants in microseconds, as rows have them.
final class Micros {
  private Micros() {}

  static long of(Duration length) {
    return length.dividedBy(ChronoUnit.MICROS.getDuration());
  }

  /// The instant that much earlier; at the beginning of time it stays there.
  static long minus(long instant, long length) {
    long earlier = instant - length;
    return earlier > instant ? Long.MIN_VALUE : earlier;
  }

  /// The instant that much later; at the end of time it stays there.
  static long plus(long instant, long length) {
    long later = instant + length;
    return later < instant ? Long.MAX_VALUE : later;
  }
}
