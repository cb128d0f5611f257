package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.temporal.testkit.fakes.FakePlatform.CUT_OFF;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.RetrainModel;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.contracts.SearchAttributes;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.Verdict;
import roundhouse.temporal.testkit.TestEnvironments;
import roundhouse.temporal.testkit.fakes.FakePlatform;
import roundhouse.temporal.testkit.fakes.FakePromotion;

class RetrainModelMockTest {
  private final TestWorkflowEnvironment temporal = TestEnvironments.create();
  private final FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
  private final Platform platform = new Platform(temporal.getWorkflowClient(), fakes);

  @AfterEach
  void stop() {
    platform.close();
    temporal.close();
  }

  @Test
  void aBetterModelMovesTheTagOnce() {
    RetrainingResult result = platform.retrain("night-1").retrain(FakePlatform.retraining());
    assertThat(result.promotion()).isNotNull();
    assertThat(result.promotion().status()).isEqualTo(PromotionOutcome.Status.MOVED);
    assertThat(fakes.promotion().moves().keySet()).containsExactly(result.decisionId() + "/move");
    assertThat(fakes.promotion().state().championId()).isEqualTo(result.model().modelId());
    assertThat(result.tagBefore().revision()).isZero();
  }

  @Test
  void aHeldModelIsDecidedAndLeavesTheTag() {
    fakes.evaluation().judges(Verdict.Outcome.HOLD, "the interval holds zero");
    assertEndsWithoutMove(Verdict.Outcome.HOLD);
  }

  @Test
  void aRejectedModelIsDecidedAndLeavesTheTag() {
    fakes.evaluation().judges(Verdict.Outcome.REJECT, "auc 0.5 is below the floor 0.6");
    assertEndsWithoutMove(Verdict.Outcome.REJECT);
  }

  private void assertEndsWithoutMove(Verdict.Outcome outcome) {
    RetrainingResult result = platform.retrain("night-2").retrain(FakePlatform.retraining());
    assertThat(result.promotion()).isNull();
    assertThat(result.evaluation().verdict().outcome()).isEqualTo(outcome);
    assertThat(fakes.promotion().decisions())
        .extracting(decision -> decision.verdict().outcome())
        .containsExactly(outcome);
    assertThat(fakes.promotion().moves()).isEmpty();
  }

  @Test
  void theDecisionNamesWhatItRestsOn() {
    platform.retrain("night-3").retrain(FakePlatform.retraining());
    DecisionRecord decision = fakes.promotion().decisions().getFirst();
    assertThat(decision.tag()).isEqualTo(FakePromotion.TAG);
    assertThat(decision.decidedBy()).isEqualTo("night-3");
    assertThat(decision.evaluationSha256()).hasSize(64);
  }

  @Test
  void theRequestedCutOffReachesEveryChild() {
    platform.retrain("night-4").retrain(FakePlatform.retraining());
    assertThat(fakes.backfill().requests())
        .containsExactly(new BackfillRequest("late-arrival@1", "flights", null, null, CUT_OFF));
    TrainingRequest training = fakes.training().requests().getFirst();
    assertThat(training.cutOff()).isEqualTo(CUT_OFF);
    assertThat(training.label()).isEqualTo("late");
    EvaluationRequest evaluation = fakes.evaluation().requests().getFirst();
    assertThat(evaluation.cutOff()).isEqualTo(CUT_OFF);
    assertThat(evaluation.to()).isEqualTo(CUT_OFF);
    assertThat(evaluation.from()).isEqualTo(CUT_OFF.minus(Duration.ofDays(14)));
  }

  @Test
  void withoutCutOffOrScheduleTheStartOfTheWorkflowIsTaken() {
    Instant before = Instant.ofEpochMilli(temporal.currentTimeMillis());
    platform.retrain("night-5").retrain(FakePlatform.retraining(null));
    assertThat(fakes.training().requests().getFirst().cutOff())
        .isBetween(before, before.plus(Duration.ofMinutes(1)));
  }

  @Test
  void theChampionToBeatIsTheOneAfterTheTraining() {
    fakes.promotion().moveTo("late-arrival-champion");
    RetrainingResult result = platform.retrain("night-6").retrain(FakePlatform.retraining());
    assertThat(fakes.evaluation().requests().getFirst().championId())
        .isEqualTo("late-arrival-champion");
    assertThat(result.tagBefore().revision()).isEqualTo(1);
  }

  @Test
  void anIdThatCannotNameObjectsGivesATrainingIdThatCan() {
    RetrainingResult result =
        platform
            .retrain("Nightly Retraining-2013-10-01T00:00:00Z")
            .retrain(FakePlatform.retraining());
    assertThat(result.model().trainingId()).matches("[a-z0-9][a-z0-9._-]{0,127}");
    assertThat(result.model().trainingId()).startsWith("nightly-retraining-2013-10-01t00-00-00z-");
  }

  @Test
  void failuresThatHealAreRetried() {
    fakes.backfill().faults().add(new IllegalStateException("store does not answer"));
    fakes.training().faults().add(new IllegalStateException("worker's disk is full"));
    fakes.evaluation().faults().add(new IllegalStateException("store does not answer"));
    RetrainingResult result = platform.retrain("night-7").retrain(FakePlatform.retraining());
    assertThat(result.promotion()).isNotNull();
    assertThat(fakes.promotion().moves()).hasSize(1);
  }

  @Test
  void aMoveWhoseResponseWasLostHappensOnce() {
    fakes.promotion().faults().add(new IllegalStateException("connection reset"));
    RetrainingResult result = platform.retrain("night-8").retrain(FakePlatform.retraining());
    assertThat(result.promotion()).isNotNull();
    assertThat(result.promotion().tagRevision()).isEqualTo(1);
    assertThat(fakes.promotion().state().revision()).isEqualTo(1);
  }

  @Test
  void theUsersErrorEndsTheRunWithItsType() {
    fakes
        .training()
        .faults()
        .add(
            ApplicationFailure.newNonRetryableFailure(
                "train returned nothing", FailureTypes.USER_CODE_FAILED));
    assertThatThrownBy(() -> platform.retrain("night-9").retrain(FakePlatform.retraining()))
        .isInstanceOf(WorkflowFailedException.class)
        .rootCause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureTypes.USER_CODE_FAILED);
              assertThat(failure.getOriginalMessage()).isEqualTo("train returned nothing");
            });
    assertThat(fakes.promotion().decisions()).isEmpty();
  }

  @Test
  void anUnknownTagEndsTheRunBeforeAnyWork() {
    RetrainingRequest known = FakePlatform.retraining();
    RetrainingRequest unknown =
        new RetrainingRequest(
            "nobody/knows",
            known.name(),
            known.owner(),
            known.featureSet(),
            known.source(),
            List.of(),
            CUT_OFF,
            known.workflow(),
            known.customParams(),
            known.resourceClass(),
            known.bootstrap());
    assertThatThrownBy(() -> platform.retrain("night-10").retrain(unknown))
        .rootCause()
        .hasMessageContaining("Tag 'nobody/knows': expected a declared tag");
    assertThat(fakes.backfill().written()).isEmpty();
  }

  @Test
  void cancellingEndsTheTrainerAndTheRun() throws InterruptedException {
    fakes.training().runsUntilCancelled();
    RetrainModel run = platform.retrain("night-11");
    WorkflowClient.start(run::retrain, FakePlatform.retraining());
    fakes.training().awaitStart();
    assertThat(run.progress().stage()).isEqualTo("training");
    WorkflowStub.fromTyped(run).cancel();
    fakes.training().awaitCancellation();
    assertThatThrownBy(() -> WorkflowStub.fromTyped(run).getResult(RetrainingResult.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(fakes.promotion().decisions()).isEmpty();
  }

  @Test
  void listsCanBeFilteredByTagFamilyStageAndVerdict() {
    platform.retrain("night-12").retrain(FakePlatform.retraining());
    var attributes =
        WorkflowStub.fromTyped(platform.client().newWorkflowStub(RetrainModel.class, "night-12"))
            .describe()
            .getTypedSearchAttributes();
    assertThat(attributes.get(SearchAttributes.TAG)).isEqualTo(FakePromotion.TAG);
    assertThat(attributes.get(SearchAttributes.MODEL_FAMILY)).isEqualTo("late-arrival");
    assertThat(attributes.get(SearchAttributes.STAGE)).isEqualTo("ended");
    assertThat(attributes.get(SearchAttributes.VERDICT)).isEqualTo("PROMOTE");
  }

  @Test
  void whereThePolicyAsksForItAPersonsAnswerMovesTheTag() {
    FakePlatform asking = new FakePlatform(PromotionPolicy.APPROVE);
    platform.close();
    try (Platform askingPlatform = new Platform(temporal.getWorkflowClient(), asking)) {
      RetrainModel run = askingPlatform.retrain("night-13");
      temporal.registerDelayedCallback(
          Duration.ofHours(1),
          () -> {
            PromoteModel promotion =
                askingPlatform.client().newWorkflowStub(PromoteModel.class, "night-13-promote");
            PendingPromotion pending = promotion.pending();
            promotion.answerBySignal(
                new Approval(
                    Approval.Answer.APPROVE,
                    "ada",
                    "good",
                    pending.request().tagRevision(),
                    pending.request().modelId(),
                    pending.request().evaluationSha256()));
          });
      RetrainingResult result = run.retrain(FakePlatform.retraining());
      assertThat(result.promotion()).isNotNull();
      assertThat(result.promotion().approval()).isNotNull();
      assertThat(result.promotion().approval().approver()).isEqualTo("ada");
      assertThat(asking.promotion().moves()).hasSize(1);
    }
  }
}
