package roundhouse.workflows;

import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.PromotionActivities;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionOutcome.Status;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.contracts.SearchAttributes;
import roundhouse.temporal.contracts.TagState;

/// Moves a tag once: at once, or when the first valid answer says so.
///
/// Long-lived, so it moves on to new code between its steps: a change that a waiting promotion
/// would not replay needs a version marker.
public final class PromoteModelWorkflow implements PromoteModel {
  /// Older refusals are forgotten, so that a flood of answers does not outgrow a payload.
  static final int REFUSALS_KEPT = 50;

  private final PromotionActivities steps =
      Workflow.newActivityStub(PromotionActivities.class, ActivityPresets.QUICK);
  private final Stages stages = new Stages();
  private final PromotionRequest request;
  private final List<String> refused = new ArrayList<>();
  private Phase phase = Phase.CHECKING;
  private @Nullable Approval decided;

  // Answers may be handled before the first line of the workflow's method.
  @WorkflowInit
  public PromoteModelWorkflow(PromotionRequest request) {
    this.request = request;
  }

  @Override
  public PromotionOutcome promote(PromotionRequest unused) {
    Workflow.upsertTypedSearchAttributes(SearchAttributes.TAG.valueSet(request.tag()));
    PromotionOutcome outcome =
        switch (request.policy()) {
          case AUTO -> move();
          case APPROVE -> moveIfApproved();
        };
    enter(Phase.ENDED, outcome.reason());
    // A handler that was let in before must answer its caller before the workflow closes.
    Workflow.await(Workflow::isEveryHandlerFinished);
    return outcome;
  }

  @Override
  public PendingPromotion answer(Approval approval) {
    Optional<String> refusal = decideOrRefuse(approval);
    if (refusal.isPresent()) {
      throw ApplicationFailure.newNonRetryableFailure(refusal.get(), FailureTypes.STALE_DECISION);
    }
    return pending();
  }

  // Only what no state could mend: any other refusal is an event, so that it is shown for good.
  @Override
  public void validateAnswer(Approval approval) {
    String fault = findFault(approval);
    if (fault != null) {
      throw ApplicationFailure.newNonRetryableFailure(fault, FailureTypes.INVALID_REQUEST);
    }
  }

  @Override
  public void answerBySignal(Approval approval) {
    String fault = findFault(approval);
    if (fault != null) {
      refuse(fault);
      return;
    }
    var unused = decideOrRefuse(approval);
  }

  @Override
  public PendingPromotion pending() {
    return new PendingPromotion(request, phase.text, decided, refused);
  }

  private PromotionOutcome moveIfApproved() {
    enter(Phase.CHECKING, "revision %d expected".formatted(request.tagRevision()));
    TagState tag = steps.readTag(request.tag());
    if (tag.revision() != request.tagRevision()) {
      return ended(Status.STALE, tag.revision(), "the tag moved before anyone was asked");
    }
    enter(Phase.WAITING, "until %s passes".formatted(request.approvalTimeout()));
    // A handler sets `decided` in between; nothing else does, and never twice.
    Workflow.await(request.approvalTimeout(), () -> decided != null);
    Approval answer = decided;
    if (answer == null) {
      return ended(
          Status.TIMED_OUT,
          request.tagRevision(),
          "no answer within %s".formatted(request.approvalTimeout()));
    }
    return switch (answer.answer()) {
      case APPROVE -> move();
      case REJECT ->
          ended(
              Status.REJECTED,
              request.tagRevision(),
              "rejected by %s: %s".formatted(answer.approver(), answer.comment()));
    };
  }

  private PromotionOutcome move() {
    enter(Phase.MOVING, "to " + request.modelId());
    // A decision moves a tag once, whoever carries it out.
    String command = WorkflowIds.command(request.decisionId(), "move");
    PromotionOutcome moved = steps.moveTag(command, request);
    return ended(moved.status(), moved.tagRevision(), moved.reason());
  }

  private PromotionOutcome ended(Status status, long tagRevision, String reason) {
    return new PromotionOutcome(
        status, request.tag(), tagRevision, request.modelId(), reason, decided);
  }

  private void enter(Phase next, String detail) {
    phase = next;
    stages.enter(next.text, "%s: %s".formatted(request.tag(), detail));
  }

  private Optional<String> decideOrRefuse(Approval approval) {
    String refusal = findRefusal(approval);
    if (refusal != null) {
      return Optional.of(refuse(refusal));
    }
    decided = approval;
    return Optional.empty();
  }

  private String refuse(String reason) {
    if (refused.size() == REFUSALS_KEPT) {
      refused.removeFirst();
    }
    refused.add(reason);
    return reason;
  }

  // What the JSON of a signal or update left out is null, whatever the record's types say.
  @SuppressWarnings("ConstantValue")
  private static @Nullable String findFault(@Nullable Approval approval) {
    if (approval == null || approval.answer() == null) {
      return "Answer: 'answer' is missing, expected APPROVE or REJECT";
    }
    if (approval.approver() == null || approval.approver().isBlank()) {
      return "%s: 'approver' is missing, expected who says so".formatted(approval.answer());
    }
    return null;
  }

  private @Nullable String findRefusal(Approval approval) {
    String who = "%s by %s".formatted(approval.answer(), approval.approver());
    Approval first = decided;
    if (first != null) {
      return "%s: second answer; %s said %s".formatted(who, first.approver(), first.answer());
    }
    String mismatch = findMismatch(approval);
    if (mismatch != null) {
      return "%s: stale answer; %s".formatted(who, mismatch);
    }
    return switch (phase) {
      case CHECKING -> who + ": early answer; none is awaited yet, look at the promotion again";
      case WAITING -> null;
      case MOVING -> who + ": no answer is awaited; the tag's policy moves it at once";
      case ENDED -> who + ": late answer; the promotion has ended";
    };
  }

  private @Nullable String findMismatch(Approval approval) {
    if (approval.tagRevision() != request.tagRevision()) {
      return "it is for the tag's revision %d, this promotion for %d"
          .formatted(approval.tagRevision(), request.tagRevision());
    }
    if (!request.modelId().equals(approval.modelId())) {
      return "it is for model '%s', this promotion for '%s'"
          .formatted(approval.modelId(), request.modelId());
    }
    return request.evaluationSha256().equals(approval.evaluationSha256())
        ? null
        : "it is for evaluation '%s', this promotion for '%s'"
            .formatted(approval.evaluationSha256(), request.evaluationSha256());
  }

  private enum Phase {
    CHECKING("checking the tag"),
    WAITING("waiting for approval"),
    MOVING("moving the tag"),
    ENDED("ended");

    private final String text;

    Phase(String text) {
      this.text = text;
    }
  }
}
