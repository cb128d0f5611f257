package roundhouse.workers.cli.platform;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.SearchAttributes;

/// The promotions that wait for a person.
public final class Promotions {
  private static final long POLL_MILLIS = 500;

  private final WorkflowClient client;

  public Promotions(WorkflowClient client) {
    this.client = client;
  }

  /// The workflow id of the one promotion that waits for this tag, once there is one.
  public String awaitWaiting(String tag, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    List<String> waiting = findWaiting(tag);
    while (waiting.isEmpty() && Instant.now().isBefore(deadline)) {
      pause();
      waiting = findWaiting(tag);
    }
    if (waiting.size() != 1) {
      throw RefusedException.of(
          "Tag",
          tag,
          "one promotion that waits, found " + waiting.size(),
          waiting.isEmpty()
              ? "see what was decided with: roundhouse explain"
              : "name one with --workflow: " + String.join(", ", waiting));
    }
    return waiting.getFirst();
  }

  private List<String> findWaiting(String tag) {
    return client
        .listExecutions(
            "WorkflowType = 'PromoteModel' and ExecutionStatus = 'Running' and %s = '%s' and %s = 'waiting for approval'"
                .formatted(SearchAttributes.TAG.getName(), tag, SearchAttributes.STAGE.getName()))
        .map(WorkflowExecutionMetadata::getExecution)
        .map(WorkflowExecution::getWorkflowId)
        .toList();
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a promotion");
    }
  }

  /// A person's answer to a promotion, in words.
  public record Answered(String text) {
    private static Answered of(@Nullable Approval approval) {
      return new Answered(
          approval == null
              ? "none: the tag's policy asks nobody"
              : "%s by %s%s"
                  .formatted(
                      approval.answer(),
                      approval.approver(),
                      approval.comment().isBlank() ? "" : ": " + approval.comment()));
    }
  }

  /// What was answered to the promotion of this model, as its history has it.
  public Answered answered(String tag, String modelId) {
    return client
        .listExecutions(
            "WorkflowType = 'PromoteModel' and %s = '%s'"
                .formatted(SearchAttributes.TAG.getName(), tag))
        .map(this::outcome)
        .flatMap(Optional::stream)
        .filter(outcome -> outcome.modelId().equals(modelId))
        .findFirst()
        .map(outcome -> Answered.of(outcome.approval()))
        .orElseGet(() -> new Answered("none yet"));
  }

  private Optional<PromotionOutcome> outcome(WorkflowExecutionMetadata promotion) {
    if (promotion.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
      return Optional.empty();
    }
    return Optional.of(
        client
            .newUntypedWorkflowStub(promotion.getExecution().getWorkflowId())
            .getResult(PromotionOutcome.class));
  }

  public PendingPromotion pending(String workflowId) {
    return promotion(workflowId).pending();
  }

  /// Answers, and returns once the answer is durable; one that does not count is refused.
  public PendingPromotion answer(String workflowId, Approval approval) {
    try {
      return promotion(workflowId).answer(approval);
    } catch (WorkflowUpdateException refused) {
      throw refused(workflowId, reason(refused));
    } catch (WorkflowNotFoundException ended) {
      throw refused(workflowId, "it has ended" + decision(pending(workflowId)));
    }
  }

  private static RefusedException refused(String workflowId, String reason) {
    return RefusedException.of(
        "Promotion",
        workflowId,
        "a promotion that waits for this answer (%s)".formatted(reason),
        "see what became of it with: roundhouse explain");
  }

  private static String decision(PendingPromotion ended) {
    Approval first = ended.decided();
    return first == null ? "" : "; %s said %s".formatted(first.approver(), first.answer());
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
