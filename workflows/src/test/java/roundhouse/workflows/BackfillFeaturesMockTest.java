package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.testkit.TestEnvironments;
import roundhouse.temporal.testkit.fakes.FakePlatform;

/// Partitions that are cancelled here never complete meanwhile: from that the test server does not
/// recover (FailedBackfillIT).
class BackfillFeaturesMockTest {
  private static final BackfillRequest REQUEST =
      new BackfillRequest("late-arrival@1", "flights", null, null);

  private final TestWorkflowEnvironment temporal = TestEnvironments.create();
  private final FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
  private final Platform platform = new Platform(temporal.getWorkflowClient(), fakes);

  private final AtomicInteger cancelled = new AtomicInteger();

  @AfterEach
  void stop() {
    platform.close();
    temporal.close();
  }

  @Test
  void partitionsAreCommittedInThePlansOrder() {
    fakes.backfill().faults().add(new IllegalStateException("the first one takes longer"));
    DatasetReference dataset = platform.backfill("b").backfill(REQUEST);
    assertThat(dataset.digest())
        .startsWith("ask_month=2013-01,ask_month=2013-02")
        .endsWith("ask_month=2013-08,ask_month=2013-09");
    assertThat(dataset.rows()).isEqualTo(900);
  }

  @Test
  void noMoreThanAWindowOfPartitionsIsWrittenAtATime() {
    fakes.backfill().plansPartitions(24);
    platform.backfill("b").backfill(REQUEST);
    assertThat(fakes.backfill().written()).hasSize(24);
    assertThat(fakes.backfill().mostRunning()).isLessThanOrEqualTo(BackfillFeaturesWorkflow.WINDOW);
  }

  @Test
  void aSourceWithoutAsksIsAnEmptyDataset() {
    fakes.backfill().plansPartitions(0);
    assertThat(platform.backfill("b").backfill(REQUEST).rows()).isZero();
  }

  @Test
  void progressCountsPartitions() {
    platform.backfill("b").backfill(REQUEST);
    assertThat(platform.client().newWorkflowStub(BackfillFeatures.class, "b").progress().fraction())
        .isEqualTo(1);
  }

  @Test
  void aCorruptInputEndsTheBackfillWhenTheRestOfItsWindowHasStopped() {
    fakes.backfill().plansPartitions(24);
    fakes
        .backfill()
        .works(
            partition -> {
              if (partition.name().endsWith("2013-02")) {
                await().until(() -> fakes.backfill().running() == BackfillFeaturesWorkflow.WINDOW);
                throw ApplicationFailure.newNonRetryableFailure(
                    "part-0.parquet is cut short", FailureTypes.CORRUPT_OBJECT);
              }
              writeUntilCancelled();
            });
    assertThatThrownBy(() -> platform.backfill("b").backfill(REQUEST))
        .rootCause()
        .hasMessageContaining("part-0.parquet is cut short");
    assertNothingRunsOn();
    assertThat(cancelled).hasValue(BackfillFeaturesWorkflow.WINDOW - 1);
  }

  @Test
  void aCancelledBackfillEndsWhenItsPartitionsHaveStopped() {
    fakes.backfill().works(_ -> writeUntilCancelled());
    BackfillFeatures backfill = platform.backfill("b");
    WorkflowClient.start(backfill::backfill, REQUEST);
    await().until(() -> fakes.backfill().running() == BackfillFeaturesWorkflow.WINDOW);
    WorkflowStub stub = WorkflowStub.fromTyped(backfill);
    stub.cancel();
    assertThatThrownBy(() -> stub.getResult(DatasetReference.class))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertNothingRunsOn();
    assertThat(cancelled).hasValue(BackfillFeaturesWorkflow.WINDOW);
  }

  private void assertNothingRunsOn() {
    assertThat(fakes.backfill().running()).isZero();
    assertThat(fakes.backfill().written()).isEmpty();
  }

  private void writeUntilCancelled() {
    try {
      while (true) {
        Activity.getExecutionContext().heartbeat(null);
        Thread.sleep(20);
      }
    } catch (ActivityCanceledException asked) {
      cancelled.incrementAndGet();
      throw asked;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
