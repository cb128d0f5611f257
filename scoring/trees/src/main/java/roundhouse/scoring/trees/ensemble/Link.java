package roundhouse.scoring.trees.ensemble;

/// How a library turns a row's margins into what its `predict` returns.
public enum Link {
  /// The margins themselves.
  IDENTITY,
  /// XGBoost's logistic function, in its float32 steps.
  XGBOOST_LOGISTIC,
  /// 1/(1 + e^(−parameter · margin)).
  LOGISTIC,
  /// e^margin over the sum of all.
  SOFTMAX,
  /// e^margin.
  EXP,
  /// ln(1 + e^margin).
  LOG1P_EXP,
  /// The margin's square, with the margin's sign.
  SIGNED_SQUARE;

  /// How many outputs come of so many margins.
  public int outputs(int margins) {
    return switch (this) {
      case IDENTITY, XGBOOST_LOGISTIC, LOGISTIC, SOFTMAX, EXP, LOG1P_EXP, SIGNED_SQUARE -> margins;
    };
  }

  /// True where the output for one margin is the probability of the label.
  public boolean givesProbability() {
    return switch (this) {
      case XGBOOST_LOGISTIC, LOGISTIC -> true;
      case IDENTITY, SOFTMAX, EXP, LOG1P_EXP, SIGNED_SQUARE -> false;
    };
  }

  /// What `predict` returns for margins, to 1 ulp.
  ///
  /// @param parameter of the link, where it has one
  /// @param divisor of the margins, before all else; 1 for models that do not average
  /// @param outputs filled; may be the margins' own array
  public void apply(double parameter, double divisor, double[] margins, double[] outputs) {
    for (int i = 0; i < margins.length; i++) {
      outputs[i] = outputOf(parameter, margins[i] / divisor);
    }
    if (this == SOFTMAX) {
      softmax(outputs);
    }
  }

  private double outputOf(double parameter, double margin) {
    return switch (this) {
      case IDENTITY, SOFTMAX -> margin;
      case XGBOOST_LOGISTIC -> Logistic.sigmoid((float) margin);
      case LOGISTIC -> 1 / (1 + Math.exp(-parameter * margin));
      case EXP -> Math.exp(margin);
      case LOG1P_EXP -> Math.log1p(Math.exp(margin));
      case SIGNED_SQUARE -> Math.signum(margin) * margin * margin;
    };
  }

  private static void softmax(double[] values) {
    double largest = values[0];
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i] - largest);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
  }
}
