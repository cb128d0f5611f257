package roundhouse.scoring.trees;

/// What a model was trained for. It decides how the base score becomes the first summand of a
/// margin, and how a margin becomes the library's output.
public enum Objective {
  BINARY_LOGISTIC("binary:logistic"),
  REG_LOGISTIC("reg:logistic"),
  BINARY_LOGIT_RAW("binary:logitraw"),
  REG_SQUARED_ERROR("reg:squarederror");

  private final String libraryName;

  Objective(String libraryName) {
    this.libraryName = libraryName;
  }

  /// The name in XGBoost's parameters and files.
  public String libraryName() {
    return libraryName;
  }

  /// True where the output is a probability.
  public boolean givesProbability() {
    return this == BINARY_LOGISTIC || this == REG_LOGISTIC;
  }

  /// The margin that stands for a base score, which XGBoost saves in the output's space.
  float marginOf(float baseScore) {
    return switch (this) {
      case BINARY_LOGISTIC, REG_LOGISTIC, BINARY_LOGIT_RAW -> Logistic.logit(baseScore);
      case REG_SQUARED_ERROR -> baseScore;
    };
  }

  /// What the library's `predict` returns for a margin.
  float outputOf(float margin) {
    return switch (this) {
      case BINARY_LOGISTIC, REG_LOGISTIC -> Logistic.sigmoid(margin);
      case BINARY_LOGIT_RAW, REG_SQUARED_ERROR -> margin;
    };
  }
}
