package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.temporal.testkit.fakes.FakePlatform.CUT_OFF;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.TrainModel;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.testkit.TestEnvironments;
import roundhouse.temporal.testkit.fakes.FakePlatform;

class TrainModelMockTest {
  private final TestWorkflowEnvironment temporal = TestEnvironments.create();
  private final FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
  private final Platform platform = new Platform(temporal.getWorkflowClient(), fakes);
  private TrainModel run;

  @BeforeEach
  void startTraining() throws InterruptedException {
    fakes.training().runsUntilCancelled();
    run = platform.train("training-1");
    WorkflowClient.start(run::train, request());
    fakes.training().awaitStart();
  }

  @AfterEach
  void stop() {
    platform.close();
    temporal.close();
  }

  @Test
  void reportsMoveTheProgressThatTheQueryGives() {
    assertThat(run.progress().fraction()).isZero();
    run.reportProgress(new Progress("training", 0.25, "round 50 of 200"));
    assertThat(run.progress()).isEqualTo(new Progress("training", 0.25, "round 50 of 200"));
    run.reportProgress(new Progress("preparing the trainer", 1, "round 200 of 200"));
    assertThat(run.progress()).isEqualTo(new Progress("training", 1, "round 200 of 200"));
  }

  @Test
  void aReportOutOfRangeChangesNothing() {
    Progress before = run.progress();
    for (double fraction : new double[] {-0.1, 1.1, Double.NaN}) {
      run.reportProgress(new Progress("training", fraction, "nonsense"));
    }
    assertThat(run.progress()).isEqualTo(before);
  }

  @Test
  void aTrainingThatWasReportedOnEndsAsItWould() throws InterruptedException {
    run.reportProgress(new Progress("training", 0.5, "half-way"));
    WorkflowStub.fromTyped(run).cancel();
    fakes.training().awaitCancellation();
    assertThatThrownBy(() -> WorkflowStub.fromTyped(run).getResult(TrainedModel.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
  }

  private static TrainingRequest request() {
    return new TrainingRequest(
        "late-arrival",
        "operations",
        "flights-1",
        List.of(),
        "",
        "late",
        CUT_OFF,
        new HoldOut(Duration.ofDays(14), Duration.ofDays(1)),
        "jvm:xgboost",
        Map.of(),
        "cpu");
  }
}
