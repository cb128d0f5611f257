package roundhouse.temporal.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Computes a feature set over a source of events into an immutable dataset. Running it again with
/// the same inputs returns the same dataset without recomputing it.
@WorkflowInterface
public interface BackfillFeatures {
  @WorkflowMethod
  DatasetReference backfill(BackfillRequest request);

  @QueryMethod
  Progress progress();
}
