package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.Approval.Answer;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionOutcome.Status;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.testkit.TestEnvironments;
import roundhouse.temporal.testkit.fakes.FakePlatform;
import roundhouse.temporal.testkit.fakes.FakePromotion;

class PromoteModelMockTest {
  private static final String EVALUATION = "9a".repeat(32);
  private static final Duration TIMEOUT = Duration.ofHours(8);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TestWorkflowEnvironment temporal = TestEnvironments.create();
  private final FakePlatform fakes = new FakePlatform(PromotionPolicy.APPROVE);
  private final Platform platform = new Platform(temporal.getWorkflowClient(), fakes);

  @AfterEach
  void stop() {
    platform.close();
    temporal.close();
  }

  @Test
  void withoutApprovalTheTagMovesAtOnce() {
    PromotionOutcome outcome =
        platform.promote("p").promote(request(PromotionPolicy.AUTO, TIMEOUT));
    assertThat(outcome.status()).isEqualTo(Status.MOVED);
    assertThat(outcome.approval()).isNull();
    assertThat(fakes.promotion().moves().keySet()).containsExactly("decision-1/move");
  }

  @Test
  void approvalMovesTheTagAndReturnsOnceItIsDurable() {
    PromoteModel promotion = startWaiting("p");
    PendingPromotion pending = promotion.answer(answer(Answer.APPROVE));
    assertThat(pending.decided()).isEqualTo(answer(Answer.APPROVE));
    PromotionOutcome outcome = result(promotion);
    assertThat(outcome.status()).isEqualTo(Status.MOVED);
    assertThat(outcome.approval()).isEqualTo(answer(Answer.APPROVE));
    assertThat(fakes.promotion().moves()).hasSize(1);
  }

  @Test
  void rejectionLeavesTheTag() {
    PromoteModel promotion = startWaiting("p");
    promotion.answer(answer(Answer.REJECT));
    PromotionOutcome outcome = result(promotion);
    assertThat(outcome.status()).isEqualTo(Status.REJECTED);
    assertThat(outcome.reason()).isEqualTo("rejected by ada: looked at it");
    assertThat(fakes.promotion().moves()).isEmpty();
  }

  @Test
  void aSignalCountsAsAnUpdateDoes() {
    PromoteModel promotion = startWaiting("p");
    promotion.answerBySignal(answer(Answer.APPROVE));
    assertThat(result(promotion).status()).isEqualTo(Status.MOVED);
  }

  @Test
  void withoutAnAnswerThePromotionTimesOut() {
    PromotionOutcome outcome =
        platform.promote("p").promote(request(PromotionPolicy.APPROVE, TIMEOUT));
    assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(outcome.reason()).isEqualTo("no answer within PT8H");
    assertThat(fakes.promotion().moves()).isEmpty();
  }

  @Test
  void aStaleAnswerIsRefusedAndShown() {
    PromoteModel promotion = startWaiting("p");
    Approval stale =
        new Approval(Answer.APPROVE, "bob", "", 7, "late-arrival-0123456789ab", EVALUATION);
    assertRefused(
        () -> promotion.answer(stale),
        "APPROVE by bob: stale answer; it is for the tag's revision 7, this promotion for 0");
    Approval otherModel = new Approval(Answer.APPROVE, "bob", "", 0, "other", EVALUATION);
    assertRefused(() -> promotion.answer(otherModel), "it is for model 'other'");
    Approval otherEvaluation =
        new Approval(Answer.APPROVE, "bob", "", 0, "late-arrival-0123456789ab", "00");
    assertRefused(() -> promotion.answer(otherEvaluation), "it is for evaluation '00'");
    assertThat(promotion.pending().refused()).hasSize(3);
    assertThat(promotion.pending().decided()).isNull();
    promotion.answer(answer(Answer.REJECT));
    assertThat(result(promotion).status()).isEqualTo(Status.REJECTED);
  }

  @Test
  void aStaleSignalIsShown() {
    PromoteModel promotion = startWaiting("p");
    promotion.answerBySignal(new Approval(Answer.APPROVE, "bob", "", 7, "m", EVALUATION));
    assertThat(promotion.pending().refused()).singleElement().asString().contains("stale answer");
    promotion.answerBySignal(new Approval(Answer.APPROVE, " ", "", 0, "m", EVALUATION));
    assertThat(promotion.pending().refused()).hasSize(2);
  }

  @Test
  void ofTwoAnswersTheFirstCounts() {
    fakes.promotion().faults().add(new IllegalStateException("response lost"));
    PromoteModel promotion = startWaiting("p");
    promotion.answer(answer(Answer.APPROVE));
    assertRefused(
        () -> promotion.answer(answer(Answer.REJECT)),
        "REJECT by ada: second answer; ada said APPROVE");
    assertThat(result(promotion).status()).isEqualTo(Status.MOVED);
    assertThat(promotion.pending().refused()).hasSize(1);
    assertThat(fakes.promotion().state().revision()).isEqualTo(1);
  }

  @Test
  void anEarlyAnswerIsRefused() {
    WorkflowStub untyped = WorkflowStub.fromTyped(platform.promote("p"));
    var unused =
        untyped.signalWithStart(
            "answerBySignal",
            new Object[] {answer(Answer.APPROVE)},
            new Object[] {request(PromotionPolicy.APPROVE, TIMEOUT)});
    PromoteModel promotion = platform.client().newWorkflowStub(PromoteModel.class, "p");
    await().atMost(PATIENCE).until(() -> !promotion.pending().refused().isEmpty());
    assertThat(promotion.pending().refused())
        .containsExactly(
            "APPROVE by ada: early answer; none is awaited yet, look at the promotion again");
    assertThat(result(promotion).status()).isEqualTo(Status.TIMED_OUT);
  }

  @Test
  void aLateAnswerIsRefusedByTheServer() {
    PromoteModel promotion = platform.promote("p");
    var unused = promotion.promote(request(PromotionPolicy.APPROVE, TIMEOUT));
    PromoteModel ended = platform.client().newWorkflowStub(PromoteModel.class, "p");
    assertThatThrownBy(() -> ended.answer(answer(Answer.APPROVE))).isInstanceOf(Exception.class);
    assertThat(fakes.promotion().moves()).isEmpty();
  }

  @Test
  void anAnswerWithoutAnApproverIsRefusedAndLeavesNoTrace() {
    PromoteModel promotion = startWaiting("p");
    Approval nobody =
        new Approval(Answer.APPROVE, " ", "", 0, "late-arrival-0123456789ab", EVALUATION);
    assertRefused(() -> promotion.answer(nobody), "'approver' is missing");
    assertThat(promotion.pending().refused()).isEmpty();
  }

  @Test
  void aTagThatMovedBeforehandAsksNobody() {
    fakes.promotion().moveTo("late-arrival-other");
    PromotionOutcome outcome =
        platform.promote("p").promote(request(PromotionPolicy.APPROVE, TIMEOUT));
    assertThat(outcome.status()).isEqualTo(Status.STALE);
    assertThat(outcome.tagRevision()).isEqualTo(1);
  }

  @Test
  void aTagThatMovedWhileWaitingStaysWhereItIs() {
    PromoteModel promotion = startWaiting("p");
    fakes.promotion().moveTo("late-arrival-other");
    promotion.answer(answer(Answer.APPROVE));
    assertThat(result(promotion).status()).isEqualTo(Status.STALE);
    assertThat(fakes.promotion().state().championId()).isEqualTo("late-arrival-other");
  }

  @Test
  void cancellingWhileWaitingLeavesTheTag() {
    PromoteModel promotion = startWaiting("p");
    WorkflowStub.fromTyped(promotion).cancel();
    assertThatThrownBy(() -> result(promotion)).hasMessageContaining("CANCELED");
    assertThat(fakes.promotion().moves()).isEmpty();
  }

  @Test
  void onlyTheLatestRefusalsAreKept() {
    PromoteModel promotion = startWaiting("p");
    for (int i = 0; i < PromoteModelWorkflow.REFUSALS_KEPT + 5; i++) {
      promotion.answerBySignal(new Approval(Answer.APPROVE, "bob " + i, "", 7, "m", EVALUATION));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> promotion.pending().refused().getLast().contains("bob 54"));
    assertThat(promotion.pending().refused())
        .hasSize(PromoteModelWorkflow.REFUSALS_KEPT)
        .first()
        .asString()
        .contains("bob 5:");
  }

  private PromoteModel startWaiting(String id) {
    PromoteModel promotion = platform.promote(id);
    WorkflowClient.start(promotion::promote, request(PromotionPolicy.APPROVE, TIMEOUT));
    await()
        .atMost(PATIENCE)
        .until(() -> promotion.pending().stage().equals("waiting for approval"));
    return promotion;
  }

  private static PromotionOutcome result(PromoteModel promotion) {
    return WorkflowStub.fromTyped(promotion).getResult(PromotionOutcome.class);
  }

  private static void assertRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getOriginalMessage()).contains(reason));
  }

  private static Approval answer(Answer answer) {
    return new Approval(answer, "ada", "looked at it", 0, "late-arrival-0123456789ab", EVALUATION);
  }

  static PromotionRequest request(PromotionPolicy policy, Duration approvalTimeout) {
    return new PromotionRequest(
        FakePromotion.TAG,
        0,
        "late-arrival-0123456789ab",
        EVALUATION,
        "decision-1",
        policy,
        approvalTimeout);
  }
}
