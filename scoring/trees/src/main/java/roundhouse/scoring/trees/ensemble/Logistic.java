package roundhouse.scoring.trees.ensemble;

/// The logistic function and its inverse in XGBoost's own float32 steps.
public final class Logistic {
  /// XGBoost adds it to the denominator; below half an ulp of one it changes nothing but is kept,
  /// so that the steps are the same.
  private static final float EPSILON = 1e-16f;

  /// Above it `expf` overflows.
  private static final float LARGEST_EXPONENT = 88.7f;

  /// XGBoost's `kRtEps`.
  private static final float SMALLEST_PROBABILITY = 1e-6f;

  private Logistic() {}

  /// The nearest probability whose margin is finite.
  public static float bound(float probability) {
    return Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1.0f - SMALLEST_PROBABILITY);
  }

  /// A probability's margin, −ln(1/p − 1).
  public static float logit(float probability) {
    return -FloatMath.log(1.0f / probability - 1.0f);
  }

  /// A margin's probability, 1/(1 + e^−m).
  public static float sigmoid(float margin) {
    float exponent = Math.min(-margin, LARGEST_EXPONENT);
    return 1.0f / (FloatMath.exp(exponent) + 1.0f + EPSILON);
  }
}
