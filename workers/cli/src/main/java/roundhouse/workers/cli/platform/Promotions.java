package roundhouse.workers.cli.platform;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.SearchAttributes;

/// The promotions that wait for a person.
public final class Promotions {
  private final WorkflowClient client;

  public Promotions(WorkflowClient client) {
    this.client = client;
  }

  /// The workflow id of the one promotion that waits for this tag.
  public String findWaiting(String tag) {
    List<String> waiting =
        client
            .listExecutions(
                "WorkflowType = 'PromoteModel' and ExecutionStatus = 'Running' and %s = '%s'"
                    .formatted(SearchAttributes.TAG.getName(), tag))
            .map(WorkflowExecutionMetadata::getExecution)
            .map(WorkflowExecution::getWorkflowId)
            .toList();
    if (waiting.size() != 1) {
      throw RefusedException.of(
          "Tag",
          tag,
          "one promotion that waits, found " + waiting.size(),
          waiting.isEmpty()
              ? "see what was decided with: roundhouse tags history " + tag
              : "name one with --workflow: " + String.join(", ", waiting));
    }
    return waiting.getFirst();
  }

  public PendingPromotion pending(String workflowId) {
    return promotion(workflowId).pending();
  }

  /// Answers, and returns once the answer is durable; one that does not count is refused.
  public PendingPromotion answer(String workflowId, Approval approval) {
    try {
      return promotion(workflowId).answer(approval);
    } catch (WorkflowUpdateException refused) {
      throw RefusedException.of(
          "Promotion",
          workflowId,
          "an answer that counts (" + reason(refused) + ")",
          "see what became of it with: roundhouse tags history");
    }
  }

  private PromoteModel promotion(String workflowId) {
    return client.newWorkflowStub(PromoteModel.class, workflowId);
  }

  private static String reason(WorkflowUpdateException refused) {
    return refused.getCause() instanceof ApplicationFailure failure
        ? failure.getOriginalMessage()
        : String.valueOf(refused.getMessage());
  }
}
