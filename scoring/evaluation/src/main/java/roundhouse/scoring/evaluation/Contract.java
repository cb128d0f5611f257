package roundhouse.scoring.evaluation;

/// What a challenger is judged by.
///
/// @param floor what the primary metric must reach where there is no champion
/// @param margin zero or more: an improvement counts only where it is shown to exceed this
/// @param maxLogLossIncrease zero or more: how far log loss may rise over the champion's
public record Contract(
    PrimaryMetric primaryMetric, double floor, double margin, double maxLogLossIncrease) {
  public Contract {
    requireFinite("Floor", floor);
    requireNotNegative("Margin", margin);
    requireNotNegative("Largest log-loss increase", maxLogLossIncrease);
  }

  private static void requireFinite(String subject, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s '%s': expected a finite number; correct the tag's contract"
              .formatted(subject, value));
    }
  }

  private static void requireNotNegative(String subject, double value) {
    requireFinite(subject, value);
    if (value < 0) {
      throw new IllegalArgumentException(
          "%s '%s': expected zero or more; correct the tag's contract".formatted(subject, value));
    }
  }
}
