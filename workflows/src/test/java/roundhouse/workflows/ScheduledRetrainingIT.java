package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleBackfill;
import io.temporal.client.schedules.ScheduleHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.SearchAttributes;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.server.RetrainingSchedule;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.temporal.testkit.fakes.FakePlatform;

@ExtendWith(DevServerExtension.class)
class ScheduledRetrainingIT {
  private static final Instant MIDNIGHT = Instant.parse("2013-10-01T00:00:00Z");

  private final RoundhouseClient client;

  ScheduledRetrainingIT(RoundhouseClient client) {
    this.client = client;
  }

  @Test
  void aNightsCutOffIsItsScheduledTimeHoweverLateItRuns() {
    FakePlatform fakes = new FakePlatform(PromotionPolicy.AUTO);
    Platform platform = new Platform(client.workflows(), fakes);
    try {
      ScheduleHandle schedule = nightly("nightly-1").ensurePaused(client.schedules());
      schedule.backfill(
          List.of(
              new ScheduleBackfill(
                  MIDNIGHT.minusSeconds(1),
                  MIDNIGHT.plus(Duration.ofDays(1)).plusSeconds(1),
                  ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL)));
      await().atMost(Duration.ofMinutes(2)).until(() -> fakes.promotion().decisions().size() == 2);
      assertThat(fakes.training().requests())
          .extracting(TrainingRequest::cutOff)
          .containsExactly(MIDNIGHT, MIDNIGHT.plus(Duration.ofDays(1)));
      assertThat(fakes.promotion().decisions())
          .extracting(decision -> decision.decidedBy())
          .containsExactly("nightly-1-2013-10-01T00:00:00Z", "nightly-1-2013-10-02T00:00:00Z");
      assertThat(cohortOf("nightly-1-2013-10-02T00:00:00Z"))
          .isEqualTo("nightly-1@2013-10-02T00:00:00Z");
      schedule.delete();
    } finally {
      platform.close();
    }
  }

  private String cohortOf(String workflowId) {
    return client
        .workflows()
        .newUntypedWorkflowStub(workflowId)
        .describe()
        .getTypedSearchAttributes()
        .get(SearchAttributes.COHORT);
  }

  @Test
  void ensuringAgainSetsTheSameScheduleAndLeavesItsState() {
    ScheduleHandle schedule = nightly("nightly-2").ensurePaused(client.schedules());
    ScheduleHandle again =
        new RetrainingSchedule(
                "nightly-2",
                "30 2 * * *",
                ZoneId.of("Europe/Berlin"),
                Duration.ofMinutes(10),
                Duration.ofHours(2),
                FakePlatform.retraining(null))
            .ensure(client.schedules());
    Schedule described = again.describe().getSchedule();
    assertThat(described.getState().isPaused()).isTrue();
    assertThat(described.getSpec().getTimeZoneName()).isEqualTo("Europe/Berlin");
    assertThat(described.getSpec().getJitter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(described.getPolicy().getCatchupWindow()).isEqualTo(Duration.ofHours(2));
    schedule.delete();
  }

  @Test
  void aRequestWithACutOffIsRefused() {
    assertThatThrownBy(
            () ->
                new RetrainingSchedule(
                    "nightly-3",
                    "0 0 * * *",
                    ZoneId.of("UTC"),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    FakePlatform.retraining()))
        .hasMessage(
            "Schedule 'nightly-3': its request has the cut-off 2013-10-01T00:00:00Z, expected none; leave it out, and each run takes its scheduled time");
  }

  private static RetrainingSchedule nightly(String id) {
    return new RetrainingSchedule(
        id,
        "0 0 * * *",
        ZoneId.of("UTC"),
        Duration.ZERO,
        Duration.ofHours(1),
        FakePlatform.retraining(null));
  }
}
