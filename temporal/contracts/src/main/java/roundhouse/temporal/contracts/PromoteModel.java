package roundhouse.temporal.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Moves a tag to a model, after a person's approval where the tag's policy asks for it.
@WorkflowInterface
public interface PromoteModel {
  @WorkflowMethod
  PromotionOutcome promote(PromotionRequest request);

  /// Answers the promotion; returns once the answer is durable. Stale, early, late and second
  /// answers are refused with the reason.
  @UpdateMethod
  PendingPromotion answer(Approval approval);

  @UpdateValidatorMethod(updateName = "answer")
  void validateAnswer(Approval approval);

  /// The same answer as a plain signal; one that does not count is shown by [#pending()].
  @SignalMethod
  void answerBySignal(Approval approval);

  @QueryMethod
  PendingPromotion pending();
}
