package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.client.WorkflowClient;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.temporal.testkit.fakes.FakePlatform;

/// Partitions may complete while a failed backfill cancels them. The real server then fails the
/// workflow task that asked for it and gives another; the in-memory one refuses it
/// (`ACTIVITY_UNKNOWN`) and never gives another, so this is asked of the real one alone.
@ExtendWith(DevServerExtension.class)
class FailedBackfillIT {
  private final WorkflowClient client;

  FailedBackfillIT(RoundhouseClient client) {
    this.client = client.workflows();
  }

  @RepeatedTest(10)
  void endsWhileItsPartitionsComplete(RepetitionInfo repetition) {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
    fakes.backfill().plansPartitions(24);
    fakes
        .backfill()
        .faults()
        .add(
            ApplicationFailure.newNonRetryableFailure(
                "part-0.parquet is cut short", FailureTypes.CORRUPT_OBJECT));
    try (Platform platform = new Platform(client, fakes)) {
      String id = "failed-backfill-" + repetition.getCurrentRepetition();
      BackfillRequest request = new BackfillRequest("late-arrival@1", "flights", null, null);
      assertThat(catchThrowable(() -> platform.backfill(id).backfill(request)))
          .rootCause()
          .hasMessageContaining("part-0.parquet is cut short");
      assertThat(fakes.backfill().running()).isZero();
      assertThat(fakes.backfill().written()).hasSizeLessThan(24);
    }
  }
}
