package roundhouse.examples.yourownworker;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import roundhouse.temporal.contracts.TagContract;

/// The team's own workflow: is a model that serves still as good as it was asked to be?
@WorkflowInterface
public interface WeeklyCheck {
  @WorkflowMethod
  Health check(Request request);

  /// A model and the week to judge it on.
  ///
  /// @param weekEnd end of the week, excluded
  /// @param contract what the model promised
  record Request(String modelId, String datasetId, Instant weekEnd, TagContract contract) {}

  /// How the model did.
  record Health(boolean keepsItsPromise, double auc, String reason) {}
}
