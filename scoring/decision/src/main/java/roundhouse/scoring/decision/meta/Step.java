package roundhouse.scoring.decision.meta;

import java.util.List;
import roundhouse.featureengine.language.filter.Filter;

/// A [ScoreNode] with everything looked up: models by number, conditions compiled, other
/// meta-models put in their place.
sealed interface Step {
  record OfModel(int model) implements Step {}

  /// A model that is missing, which some fallback makes up for.
  record Missing(String modelId) implements Step {}

  record Constant(double probability) implements Step {}

  record Dispatch(List<Way> ways, Step otherwise) implements Step {}

  record Way(Filter when, Step score) {}

  record Weighted(List<Part> parts) implements Step {}

  record Logistic(double intercept, List<Part> parts) implements Step {}

  record Part(double weight, Step score) {}

  record Calibrated(Step score, ScoreNode.Calibration calibration) implements Step {}

  record Fallback(Step score, Step otherwise) implements Step {}
}
