package roundhouse.temporal.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Emits the state that a stream of a feature set starts from, so that it goes live with its
/// history. Running it again with the same inputs returns the same state without recomputing it.
@WorkflowInterface
public interface EmitState {
  @WorkflowMethod
  StateReference emit(StateRequest request);

  @QueryMethod
  Progress progress();
}
