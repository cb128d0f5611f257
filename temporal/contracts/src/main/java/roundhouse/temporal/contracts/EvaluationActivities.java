package roundhouse.temporal.contracts;

import io.temporal.activity.ActivityInterface;

/// The step of [EvaluateModel].
@ActivityInterface(namePrefix = "Evaluation")
public interface EvaluationActivities {
  /// Scores, compares and stores the report; the same request gives the same bytes. Heartbeats a
  /// [Progress]. Fails with [FailureTypes#INVALID_REQUEST] listing every problem.
  EvaluationSummary evaluate(EvaluationRequest request);
}
