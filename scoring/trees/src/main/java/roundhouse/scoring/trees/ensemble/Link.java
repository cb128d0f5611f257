package roundhouse.scoring.trees.ensemble;

/// How a library turns a row's margins into what its `predict` returns.
public enum Link {
  /// The margins themselves.
  IDENTITY,
  /// The margin itself, which is a probability: of a forest of classifiers.
  PROBABILITY,
  /// XGBoost's logistic function, in its float32 steps.
  XGBOOST_LOGISTIC,
  /// e^margin, in float32.
  XGBOOST_EXP,
  /// e^margin over the sum of all, in XGBoost's float32 steps.
  XGBOOST_SOFTMAX,
  /// The number of the largest margin, of the first where several are.
  LARGEST,
  /// 1 for a margin above 0, else 0.
  STEP,
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
    return this == LARGEST ? 1 : margins;
  }

  /// True where the output for one margin is the probability of the label.
  public boolean givesProbability() {
    return this == XGBOOST_LOGISTIC || this == LOGISTIC || this == PROBABILITY;
  }

  /// What `predict` returns for margins, to 1 ulp.
  ///
  /// @param parameter of the link, where it has one
  /// @param divisor of the margins, before all else; 1 for models that do not average
  /// @param outputs filled; may be the margins' own array
  public void apply(double parameter, double divisor, double[] margins, double[] outputs) {
    if (this == LARGEST) {
      outputs[0] = largest(margins);
      return;
    }
    for (int i = 0; i < margins.length; i++) {
      outputs[i] = outputOf(parameter, margins[i] / divisor);
    }
    if (this == SOFTMAX) {
      softmax(outputs);
    } else if (this == XGBOOST_SOFTMAX) {
      floatSoftmax(outputs);
    }
  }

  private double outputOf(double parameter, double margin) {
    return switch (this) {
      case IDENTITY, PROBABILITY, SOFTMAX, XGBOOST_SOFTMAX, LARGEST -> margin;
      case XGBOOST_LOGISTIC -> Logistic.sigmoid((float) margin);
      case XGBOOST_EXP -> FloatMath.exp((float) margin);
      case STEP -> margin > 0 ? 1 : 0;
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

  private static void floatSoftmax(double[] values) {
    float largest = (float) values[largest(values)];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = FloatMath.exp((float) values[i] - largest);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i] / (float) sum;
    }
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest]) {
        largest = i;
      }
    }
    return largest;
  }
}
