package roundhouse.scoring.trees.ensemble;

/// In which precision a library holds a row's values and adds leaves. Additions round, so that any
/// other choice gives other bits.
public enum Arithmetic {
  /// Values and sums in float32: XGBoost.
  FLOAT32,
  /// Values in float32, sums in float64: scikit-learn's forests and gradient boosting.
  FLOAT32_VALUES,
  /// Values and sums in float64: LightGBM, scikit-learn's histogram gradient boosting.
  FLOAT64;

  /// A row's value as the library sees it.
  public double valueOf(double value) {
    return this == FLOAT64 ? value : (float) value;
  }

  /// The sum of two numbers that are sums or leaves already.
  public double sum(double sum, double leaf) {
    return this == FLOAT32 ? (float) sum + (float) leaf : sum + leaf;
  }
}
