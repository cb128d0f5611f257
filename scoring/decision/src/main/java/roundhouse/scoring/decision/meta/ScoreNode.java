package roundhouse.scoring.decision.meta;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// How a score comes about. Every node gives a probability, in float64; sums go in the order in
/// which the parts stand. The log odds of a probability p are ln(p / (1 − p)), p taken within
/// [[#LEAST_PROBABILITY], 1 − [#LEAST_PROBABILITY]].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "model", value = ScoreNode.Model.class),
  @JsonSubTypes.Type(name = "constant", value = ScoreNode.Constant.class),
  @JsonSubTypes.Type(name = "dispatch", value = ScoreNode.Dispatch.class),
  @JsonSubTypes.Type(name = "weighted", value = ScoreNode.Weighted.class),
  @JsonSubTypes.Type(name = "logistic", value = ScoreNode.Logistic.class),
  @JsonSubTypes.Type(name = "calibrated", value = ScoreNode.Calibrated.class),
  @JsonSubTypes.Type(name = "fallback", value = ScoreNode.Fallback.class)
})
public sealed interface ScoreNode {
  double LEAST_PROBABILITY = 1e-15;

  /// The probability that a model gives, or the score of another meta-model, without its rules and
  /// thresholds.
  record Model(String modelId) implements ScoreNode {}

  /// Always the same.
  record Constant(double probability) implements ScoreNode {}

  /// The score of the first case whose condition is true.
  record Dispatch(List<Case> cases, ScoreNode otherwise) implements ScoreNode {
    public Dispatch {
      cases = List.copyOf(cases);
    }
  }

  /// A way of a dispatch.
  ///
  /// @param when a condition in the feature language's text form
  record Case(String when, ScoreNode score) {}

  /// The sum of weight times score; weights are not negative and their sum is 1.
  record Weighted(List<Part> parts) implements ScoreNode {
    public Weighted {
      parts = List.copyOf(parts);
    }
  }

  /// The logistic function of the intercept and the sum of weight times log odds.
  record Logistic(double intercept, List<Part> parts) implements ScoreNode {
    public Logistic {
      parts = List.copyOf(parts);
    }
  }

  record Part(double weight, ScoreNode score) {}

  /// A score made to agree with what comes true.
  record Calibrated(ScoreNode score, Calibration calibration) implements ScoreNode {}

  /// The score, or the other where a feature or model that the score needs is missing.
  record Fallback(ScoreNode score, ScoreNode otherwise) implements ScoreNode {}

  /// From a score to a probability.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "platt", value = Calibration.Platt.class),
    @JsonSubTypes.Type(name = "isotonic", value = Calibration.Isotonic.class)
  })
  sealed interface Calibration {
    /// The logistic function of slope times log odds plus intercept (J. Platt, 1999).
    record Platt(double slope, double intercept) implements Calibration {}

    /// Straight lines between points, level before the first and after the last (B. Zadrozny and C.
    /// Elkan, 2002).
    ///
    /// @param points of strictly rising scores and probabilities that never fall
    record Isotonic(List<Point> points) implements Calibration {
      public Isotonic {
        points = List.copyOf(points);
      }
    }
  }

  record Point(double score, double probability) {}
}
