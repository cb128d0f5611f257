package roundhouse.temporal.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// The whole line for one tag: backfill, train, evaluate on the frozen hold-out beside the
/// champion, decide, and promote where the verdict says so.
@WorkflowInterface
public interface RetrainModel {
  @WorkflowMethod
  RetrainingResult retrain(RetrainingRequest request);

  @QueryMethod
  Progress progress();
}
