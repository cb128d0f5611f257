package roundhouse.scoring.trees.xgboost;

import java.util.Arrays;
import java.util.stream.Collectors;
import roundhouse.scoring.trees.ensemble.Link;
import roundhouse.scoring.trees.ensemble.Logistic;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// What a model was trained for. It decides how the base score becomes the first summand of a
/// margin, and how a margin becomes the library's output.
enum Objective {
  BINARY_LOGISTIC("binary:logistic"),
  REG_LOGISTIC("reg:logistic"),
  BINARY_LOGIT_RAW("binary:logitraw"),
  REG_SQUARED_ERROR("reg:squarederror");

  private final String libraryName;

  Objective(String libraryName) {
    this.libraryName = libraryName;
  }

  /// The name in XGBoost's parameters and files.
  String libraryName() {
    return libraryName;
  }

  static Objective named(String libraryName) {
    return Arrays.stream(values())
        .filter(objective -> objective.libraryName.equals(libraryName))
        .findFirst()
        .orElseThrow(() -> unsupported(libraryName));
  }

  Link link() {
    return switch (this) {
      case BINARY_LOGISTIC, REG_LOGISTIC -> Link.XGBOOST_LOGISTIC;
      case BINARY_LOGIT_RAW, REG_SQUARED_ERROR -> Link.IDENTITY;
    };
  }

  /// The base score as XGBoost takes it from 3.2 on, where one label only no longer means an
  /// infinite margin.
  float boundBaseScore(float baseScore) {
    return switch (this) {
      case BINARY_LOGISTIC, REG_LOGISTIC -> Logistic.bound(baseScore);
      case BINARY_LOGIT_RAW, REG_SQUARED_ERROR -> baseScore;
    };
  }

  /// The margin that stands for a base score, which XGBoost saves in the space of the objective's
  /// labels.
  float marginOf(float baseScore) {
    return switch (this) {
      case BINARY_LOGISTIC, REG_LOGISTIC -> Logistic.logit(baseScore);
      case BINARY_LOGIT_RAW, REG_SQUARED_ERROR -> baseScore;
    };
  }

  private static UnsupportedModelException unsupported(String libraryName) {
    String known =
        Arrays.stream(values()).map(Objective::libraryName).collect(Collectors.joining(", "));
    return new UnsupportedModelException(
        "objective '%s': not supported; expected one of %s".formatted(libraryName, known));
  }
}
