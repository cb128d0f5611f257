package roundhouse.featureengine.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times and lengths as rows have them: 64 bits of microseconds, those of times since the epoch.
public final class Micros {
  private static final Instant FIRST = instant(Long.MIN_VALUE);
  private static final Instant LAST = instant(Long.MAX_VALUE);
  private static final Instant END = LAST.plusNanos(1_000);

  private Micros() {}

  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /// Rounded down to a whole microsecond, before the epoch too.
  ///
  /// @throws ArithmeticException if 64 bits do not hold it
  public static long of(Instant instant) {
    if (instant.isBefore(FIRST) || !instant.isBefore(END)) {
      throw new ArithmeticException(
          "Instant %s: expected one from %s to %s, which 64 bits of microseconds hold; use a time between them"
              .formatted(instant, FIRST, LAST));
    }
    // The seconds of the earliest instants overflow, and their microseconds bring the sum back.
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  /// The same, and the first or the last that 64 bits hold for an instant beyond them.
  public static long nearest(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return Long.MIN_VALUE;
    }
    return instant.isBefore(END) ? of(instant) : Long.MAX_VALUE;
  }

  /// Rounded down to a whole microsecond.
  public static long of(Duration length) {
    return Math.addExact(
        Math.multiplyExact(length.getSeconds(), 1_000_000), length.getNano() / 1_000);
  }

  /// The instant that much earlier; at the beginning of time it stays there.
  public static long minus(long instant, long length) {
    long earlier = instant - length;
    return earlier > instant ? Long.MIN_VALUE : earlier;
  }

  /// The instant that much later; at the end of time it stays there.
  public static long plus(long instant, long length) {
    long later = instant + length;
    return later < instant ? Long.MAX_VALUE : later;
  }
}
