package roundhouse.scoring.trees.ensemble;

/// How a library turns a row's margins into what its `predict` returns.
public enum Link {
  /// The margins themselves.
  IDENTITY,
  /// XGBoost's logistic function, in its float32 steps.
  XGBOOST_LOGISTIC;

  /// How many outputs come of so many margins.
  public int outputs(int margins) {
    return switch (this) {
      case IDENTITY, XGBOOST_LOGISTIC -> margins;
    };
  }

  /// True where the output for one margin is the probability of the label.
  public boolean givesProbability() {
    return switch (this) {
      case XGBOOST_LOGISTIC -> true;
      case IDENTITY -> false;
    };
  }

  /// What `predict` returns for margins, to 1 ulp.
  ///
  /// @param parameter of the link, where it has one
  /// @param outputs filled; may be the margins' own array
  public void apply(double parameter, double[] margins, double[] outputs) {
    switch (this) {
      case IDENTITY -> System.arraycopy(margins, 0, outputs, 0, margins.length);
      case XGBOOST_LOGISTIC -> {
        for (int i = 0; i < margins.length; i++) {
          outputs[i] = Logistic.sigmoid((float) margins[i]);
        }
      }
    }
  }
}
