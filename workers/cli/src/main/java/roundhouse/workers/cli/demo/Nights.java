package roundhouse.workers.cli.demo;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.schedules.ScheduleBackfill;
import io.temporal.client.schedules.ScheduleHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.server.RetrainingSchedule;
import roundhouse.workers.cli.platform.Job;
import roundhouse.workers.cli.platform.Jobs;
import roundhouse.workers.cli.platform.RefusedException;

/// The nightly retraining as a Temporal Schedule: paused, as its nights lie in the past, so that
/// they run by the schedule's own backfill.
final class Nights {
  static final String ID = "late-arrival-nightly";
  private static final String MIDNIGHT = "0 0 * * *";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 100;

  private final WorkflowClient workflows;
  private final Jobs jobs;
  private final ScheduleHandle schedule;

  private Nights(WorkflowClient workflows, Jobs jobs, ScheduleHandle schedule) {
    this.workflows = workflows;
    this.jobs = jobs;
    this.schedule = schedule;
  }

  /// Sets the schedule; `request` has no cut-off, so that each night's is its scheduled time.
  static Nights schedule(RoundhouseClient client, Jobs jobs, RetrainingRequest request) {
    RetrainingSchedule nightly =
        new RetrainingSchedule(
            ID, MIDNIGHT, ZoneId.of("UTC"), Duration.ZERO, Duration.ofHours(1), request);
    return new Nights(client.workflows(), jobs, nightly.ensurePaused(client.schedules()));
  }

  /// The retraining of the night that begins at this midnight: found where it runs or is done,
  /// backfilled by the schedule otherwise.
  Job<RetrainingResult> run(Instant midnight) {
    String id = ID + "-" + midnight;
    if (!isRunningOrDone(id)) {
      schedule.backfill(
          List.of(
              new ScheduleBackfill(
                  midnight, midnight, ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL)));
      awaitStart(id);
    }
    return jobs.findRetraining(id);
  }

  private void awaitStart(String id) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!isRunningOrDone(id)) {
      if (Instant.now().isAfter(deadline)) {
        throw RefusedException.of(
            "Schedule", ID, "its backfill to start " + id, "look at the schedule in Temporal");
      }
      pause();
    }
  }

  private boolean isRunningOrDone(String id) {
    return status(id)
        .filter(
            status ->
                status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    || status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED)
        .isPresent();
  }

  private Optional<WorkflowExecutionStatus> status(String id) {
    try {
      WorkflowExecutionDescription found = workflows.newUntypedWorkflowStub(id).describe();
      return Optional.of(found.getStatus());
    } catch (WorkflowNotFoundException none) {
      return Optional.empty();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a night was to start", e);
    }
  }
}
