package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionOutcome.Status;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.RetrainModel;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.contracts.Verdict;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.temporal.testkit.Histories;
import roundhouse.temporal.testkit.fakes.FakePlatform;

/// Runs each workflow on the real server and replays what it left there. With
/// `-Droundhouse.histories=FOLDER` the histories are also kept: once a release, into
/// `src/test/resources/histories`, from where [RecordedHistoriesReplayTest] replays them.
@ExtendWith(DevServerExtension.class)
class RecordedRunsIT {
  static final Class<?>[] WORKFLOWS = {
    BackfillFeaturesWorkflow.class,
    EmitStateWorkflow.class,
    TrainModelWorkflow.class,
    EvaluateModelWorkflow.class,
    PromoteModelWorkflow.class,
    RetrainModelWorkflow.class
  };

  private final WorkflowClient client;
  private final Path kept;

  RecordedRunsIT(RoundhouseClient client, @TempDir Path folder) {
    this.client = client.workflows();
    String wanted = System.getProperty("roundhouse.histories", "");
    this.kept = wanted.isEmpty() ? folder : Path.of(wanted).toAbsolutePath();
  }

  @Test
  void aPromotedRetrainingReplaysWithItsChildren() throws Exception {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
    fakes.backfill().faults().add(new IllegalStateException("store does not answer"));
    RetrainingResult result = retrain("recorded-promoted", fakes);
    assertThat(result.promotion()).isNotNull();
    assertThat(result.promotion().status()).isEqualTo(Status.MOVED);
    replay("recorded-promoted", "retrain-model-promoted");
    replay("recorded-promoted-backfill", "backfill-features");
    replay("recorded-promoted-train", "train-model");
    replay("recorded-promoted-evaluate", "evaluate-model");
    replay("recorded-promoted-promote", "promote-model-auto");
  }

  @Test
  void anEmittedStateReplays() throws Exception {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
    fakes.state().faults().add(new IllegalStateException("store does not answer"));
    try (Platform platform = new Platform(client, fakes)) {
      StateReference state =
          platform
              .emit("recorded-state")
              .emit(new StateRequest("late-arrival@1", "flights", FakePlatform.CUT_OFF));
      assertThat(state.location()).isEqualTo("states/late-arrival-v1-0123456789abcdef");
      assertThat(state.knownBefore()).isEqualTo(FakePlatform.CUT_OFF);
    }
    replay("recorded-state", "emit-state");
  }

  @Test
  void aHeldRetrainingReplays() throws Exception {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
    fakes.evaluation().judges(Verdict.Outcome.HOLD, "the interval holds zero");
    assertThat(retrain("recorded-held", fakes).promotion()).isNull();
    replay("recorded-held", "retrain-model-held");
  }

  @Test
  void aPromotionWithARefusedAndACountedAnswerReplays() throws Exception {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.APPROVE);
    try (Platform platform = new Platform(client, fakes)) {
      RetrainModel run = platform.retrain("recorded-approved");
      WorkflowClient.start(run::retrain, FakePlatform.retraining());
      PromoteModel promotion =
          client.newWorkflowStub(PromoteModel.class, "recorded-approved-promote");
      await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(waiting(promotion)::get);
      PromotionOutcome outcome = answerTwice(promotion);
      assertThat(outcome.status()).isEqualTo(Status.MOVED);
      assertThat(outcome.approval()).isNotNull();
      assertThat(outcome.approval().approver()).isEqualTo("ada");
      assertThat(WorkflowStub.fromTyped(run).getResult(RetrainingResult.class).promotion())
          .isEqualTo(outcome);
    }
    replay("recorded-approved-promote", "promote-model-approved");
  }

  @Test
  void aPromotionThatTimesOutReplays() throws Exception {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.APPROVE);
    try (Platform platform = new Platform(client, fakes)) {
      PromotionOutcome outcome =
          platform
              .promote("recorded-timed-out")
              .promote(
                  PromoteModelMockTest.request(PromotionPolicy.APPROVE, Duration.ofSeconds(1)));
      assertThat(outcome.status()).isEqualTo(Status.TIMED_OUT);
    }
    replay("recorded-timed-out", "promote-model-timed-out");
  }

  @Test
  void aCancelledRetrainingReplaysAndEndsItsTraining() throws Exception {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
    fakes.training().runsUntilCancelled();
    try (Platform platform = new Platform(client, fakes)) {
      RetrainModel run = platform.retrain("recorded-cancelled");
      WorkflowClient.start(run::retrain, FakePlatform.retraining());
      fakes.training().awaitStart();
      WorkflowStub.fromTyped(run).cancel();
      fakes.training().awaitCancellation();
      assertThat(
              catchThrowable(() -> WorkflowStub.fromTyped(run).getResult(RetrainingResult.class)))
          .hasCauseInstanceOf(CanceledFailure.class);
    }
    replay("recorded-cancelled", "retrain-model-cancelled");
    replay("recorded-cancelled-train", "train-model-cancelled");
  }

  @Test
  void inputThatIsNotTheRequestsFailsTheWorkflowWithTheField() {
    try (Platform platform = new Platform(client, new FakePlatform(PromotionPolicy.AUTO))) {
      WorkflowStub run =
          platform
              .client()
              .newUntypedWorkflowStub(
                  "BackfillFeatures",
                  WorkflowOptions.newBuilder()
                      .setWorkflowId("recorded-malformed")
                      .setTaskQueue(TaskQueues.FEATURES)
                      .build());
      run.start(Map.of("featureSet", "late-arrival@1", "sauce", "flights"));
      assertThat(catchThrowable(() -> run.getResult(2, TimeUnit.MINUTES, Object.class)))
          .rootCause()
          .hasMessageContaining("sauce");
    }
  }

  private RetrainingResult retrain(String id, FakePlatform fakes) {
    try (Platform platform = new Platform(client, fakes)) {
      return platform.retrain(id).retrain(FakePlatform.retraining());
    }
  }

  private static Supplier<Boolean> waiting(PromoteModel promotion) {
    return () -> promotion.pending().stage().equals("waiting for approval");
  }

  private static PromotionOutcome answerTwice(PromoteModel promotion) {
    PendingPromotion pending = promotion.pending();
    promotion.answerBySignal(
        new Approval(Approval.Answer.REJECT, "bob", "", 99, "another", "another"));
    promotion.answer(
        new Approval(
            Approval.Answer.APPROVE,
            "ada",
            "looked at it",
            pending.request().tagRevision(),
            pending.request().modelId(),
            pending.request().evaluationSha256()));
    return WorkflowStub.fromTyped(promotion).getResult(PromotionOutcome.class);
  }

  private void replay(String workflowId, String name) throws Exception {
    Histories.record(client, workflowId, kept, name);
    Histories.replay(kept.resolve(name + ".json"), WORKFLOWS);
  }
}
