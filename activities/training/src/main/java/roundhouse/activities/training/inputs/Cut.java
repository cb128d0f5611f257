package roundhouse.activities.training.inputs;

import java.time.Duration;
import java.time.Instant;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.temporal.contracts.HoldOut;

/// Which asks are trained on and which are held out, by their time. An ask is trained on only if
/// its label was known `gap` before the hold-out begins; it is held out only if its label was known
/// at the cut-off.
///
/// @param trainTo first instant whose asks are not trained on any more
/// @param holdoutFrom start of the hold-out, included
/// @param holdoutTo the cut-off, which ends the hold-out
/// @param maturedTo first instant whose asks' labels were not yet known at the cut-off
record Cut(Instant trainTo, Instant holdoutFrom, Instant holdoutTo, Instant maturedTo) {
  private static final Duration RESOLUTION = Duration.ofNanos(1_000);

  /// @param maturity how long after the ask its label may still change
  static Cut of(Instant cutOff, HoldOut holdOut, Duration maturity) {
    Instant holdoutFrom = cutOff.minus(holdOut.length());
    return new Cut(
        after(holdoutFrom.minus(holdOut.gap()).minus(maturity)),
        holdoutFrom,
        cutOff,
        after(cutOff.minus(maturity)));
  }

  /// The bounds are inclusive, and asks have microseconds.
  private static Instant after(Instant last) {
    return Instant.ofEpochSecond(last.getEpochSecond(), last.getNano() / 1_000 * 1_000L)
        .plus(RESOLUTION);
  }

  InstantRange training() {
    return InstantRange.before(trainTo);
  }

  InstantRange holdout() {
    Instant end = maturedTo.isBefore(holdoutTo) ? maturedTo : holdoutTo;
    return InstantRange.between(holdoutFrom, end.isBefore(holdoutFrom) ? holdoutFrom : end);
  }

  /// Every ask that is looked at.
  InstantRange all() {
    return new InstantRange(Long.MIN_VALUE, Math.max(training().toMicros(), holdout().toMicros()));
  }
}
