package roundhouse.scoring.trees.xgboost;

import java.util.Arrays;
import java.util.stream.Collectors;
import roundhouse.scoring.trees.ensemble.FloatMath;
import roundhouse.scoring.trees.ensemble.Link;
import roundhouse.scoring.trees.ensemble.Logistic;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// What a model was trained for. It decides how the base score, which XGBoost saves in the space of
/// the labels, becomes the first summand of a margin, and how margins become the library's output.
enum Objective {
  BINARY_LOGISTIC("binary:logistic", Base.LOGIT, Link.XGBOOST_LOGISTIC),
  BINARY_LOGIT_RAW("binary:logitraw", Base.MARGIN, Link.IDENTITY),
  BINARY_HINGE("binary:hinge", Base.MARGIN, Link.STEP),
  COUNT_POISSON("count:poisson", Base.LOG, Link.XGBOOST_EXP),
  MULTI_SOFTMAX("multi:softmax", Base.MARGIN, Link.LARGEST),
  MULTI_SOFTPROB("multi:softprob", Base.MARGIN, Link.XGBOOST_SOFTMAX),
  RANK_MAP("rank:map", Base.MARGIN, Link.IDENTITY),
  RANK_NDCG("rank:ndcg", Base.MARGIN, Link.IDENTITY),
  RANK_PAIRWISE("rank:pairwise", Base.MARGIN, Link.IDENTITY),
  REG_ABSOLUTE_ERROR("reg:absoluteerror", Base.MARGIN, Link.IDENTITY),
  REG_GAMMA("reg:gamma", Base.LOG, Link.XGBOOST_EXP),
  REG_LOGISTIC("reg:logistic", Base.LOGIT, Link.XGBOOST_LOGISTIC),
  REG_PSEUDO_HUBER_ERROR("reg:pseudohubererror", Base.MARGIN, Link.IDENTITY),
  REG_QUANTILE_ERROR("reg:quantileerror", Base.MARGIN, Link.IDENTITY),
  REG_SQUARED_ERROR("reg:squarederror", Base.MARGIN, Link.IDENTITY),
  REG_SQUARED_LOG_ERROR("reg:squaredlogerror", Base.MARGIN, Link.IDENTITY),
  REG_TWEEDIE("reg:tweedie", Base.LOG, Link.XGBOOST_EXP),
  SURVIVAL_AFT("survival:aft", Base.LOG, Link.XGBOOST_EXP),
  SURVIVAL_COX("survival:cox", Base.LOG, Link.XGBOOST_EXP);

  /// What the base score is.
  private enum Base {
    MARGIN,
    /// A probability.
    LOGIT,
    /// The exponential of a margin.
    LOG
  }

  private final String libraryName;
  private final Base base;
  private final Link link;

  Objective(String libraryName, Base base, Link link) {
    this.libraryName = libraryName;
    this.base = base;
    this.link = link;
  }

  /// The name in XGBoost's parameters and files.
  String libraryName() {
    return libraryName;
  }

  Link link() {
    return link;
  }

  boolean isOfClasses() {
    return this == MULTI_SOFTMAX || this == MULTI_SOFTPROB;
  }

  static Objective named(String libraryName) {
    return Arrays.stream(values())
        .filter(objective -> objective.libraryName.equals(libraryName))
        .findFirst()
        .orElseThrow(() -> unsupported(libraryName));
  }

  /// The base score as XGBoost takes it from 3.2 on, where one label only no longer means an
  /// infinite margin.
  float boundBaseScore(float baseScore) {
    return base == Base.LOGIT ? Logistic.bound(baseScore) : baseScore;
  }

  /// The margin that stands for a base score.
  float marginOf(float baseScore) {
    return switch (base) {
      case MARGIN -> baseScore;
      case LOGIT -> Logistic.logit(baseScore);
      case LOG -> FloatMath.log(baseScore);
    };
  }

  private static UnsupportedModelException unsupported(String libraryName) {
    String known =
        Arrays.stream(values()).map(Objective::libraryName).collect(Collectors.joining(", "));
    return new UnsupportedModelException(
        "objective '%s': not supported; expected one of %s".formatted(libraryName, known));
  }
}
