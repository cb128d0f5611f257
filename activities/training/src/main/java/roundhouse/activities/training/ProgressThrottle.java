package roundhouse.activities.training;

import java.time.Duration;
import roundhouse.temporal.contracts.Progress;

/// Picks at most 25 of an attempt's reports: each step of a tenth, and between steps whatever is
/// new after a wait. The wait is 5 s at first and doubles each time, so that a training of minutes
/// and one of a day both show movement to their end. Safe for use by many threads.
final class ProgressThrottle {
  static final int MOST = 25;
  private static final int MOST_TIMED = 15;
  // A tenth, less what summing fractions loses.
  private static final double STEP = 0.1 - 1e-9;

  private Progress last = Progress.at("training");
  private long lastNanos;
  private long waitNanos = Duration.ofSeconds(5).toNanos();
  private int admitted;
  private int timed;

  /// @param startNanos the clock's reading at the attempt's start
  ProgressThrottle(long startNanos) {
    this.lastNanos = startNanos;
  }

  /// @param nowNanos the reading of the same clock
  synchronized boolean admits(Progress progress, long nowNanos) {
    if (admitted == MOST || progress.equals(last)) {
      return false;
    }
    if (Math.abs(progress.fraction() - last.fraction()) < STEP && !waitIsOver(nowNanos)) {
      return false;
    }
    last = progress;
    lastNanos = nowNanos;
    admitted++;
    return true;
  }

  private boolean waitIsOver(long nowNanos) {
    if (timed == MOST_TIMED || nowNanos - lastNanos < waitNanos) {
      return false;
    }
    timed++;
    waitNanos *= 2;
    return true;
  }
}
