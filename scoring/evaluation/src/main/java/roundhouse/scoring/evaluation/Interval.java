package roundhouse.scoring.evaluation;

/// A confidence interval, ends included.
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "Interval '[%s, %s]': expected two numbers, the lower one first; swap them"
              .formatted(low, high));
    }
  }
}
