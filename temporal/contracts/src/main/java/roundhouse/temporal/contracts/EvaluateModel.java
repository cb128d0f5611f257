package roundhouse.temporal.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Scores a model, and a champion beside it, on the same frozen rows and judges the difference.
@WorkflowInterface
public interface EvaluateModel {
  @WorkflowMethod
  EvaluationSummary evaluate(EvaluationRequest request);

  @QueryMethod
  Progress progress();
}
