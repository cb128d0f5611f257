package roundhouse.temporal.contracts;

import java.time.Duration;

/// How rows are held out of training: the last `length` before the cut-off, with labels matured by
/// it. Training rows end where their labels are known `gap` before the hold-out begins.
///
/// @param length positive
/// @param gap zero or more
public record HoldOut(Duration length, Duration gap) {
  public HoldOut {
    if (length.isNegative() || length.isZero() || gap.isNegative()) {
      throw new IllegalArgumentException(
          "Hold-out '%s' with gap '%s': expected a positive length and a gap of zero or more; e.g. P14D and PT0S"
              .formatted(length, gap));
    }
  }

  public static HoldOut last(Duration length) {
    return new HoldOut(length, Duration.ZERO);
  }
}
