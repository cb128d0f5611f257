package roundhouse.temporal.server;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import roundhouse.temporal.contracts.RetrainModel;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.TaskQueues;

/// When a retraining runs: a Temporal Schedule with nothing left to a default, because those skip
/// runs silently and catch up for a year.
///
/// @param id of the schedule; its workflows' ids are this and the scheduled time
/// @param cron five fields, minute to day of the week
/// @param zone that `cron` is read in
/// @param jitter runs start up to this much later, so that a night's do not start at once
/// @param catchUp how late a run may start after an outage; older ones are not made up for
/// @param request without a cut-off, each run takes its scheduled time
public record RetrainingSchedule(
    String id,
    String cron,
    ZoneId zone,
    Duration jitter,
    Duration catchUp,
    RetrainingRequest request) {
  public RetrainingSchedule {
    if (request.cutOff() != null) {
      throw new IllegalArgumentException(
          "Schedule '%s': its request has the cut-off %s, expected none; leave it out, and each run takes its scheduled time"
              .formatted(id, request.cutOff()));
    }
  }

  /// Creates the schedule, or sets an existing one to this; a new one runs from now on.
  public ScheduleHandle ensure(ScheduleClient client) {
    return ensure(client, ScheduleState.newBuilder().build());
  }

  /// As [#ensure], but a new one is paused: it runs only when triggered, backfilled or unpaused.
  public ScheduleHandle ensurePaused(ScheduleClient client) {
    return ensure(
        client,
        ScheduleState.newBuilder().setPaused(true).setNote("Paused when it was created").build());
  }

  private ScheduleHandle ensure(ScheduleClient client, ScheduleState stateWhenNew) {
    try {
      return client.createSchedule(
          id, schedule().setState(stateWhenNew).build(), ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException e) {
      ScheduleHandle existing = client.getHandle(id);
      existing.update(
          input ->
              new ScheduleUpdate(
                  schedule().setState(input.getDescription().getSchedule().getState()).build()));
      return existing;
    }
  }

  private Schedule.Builder schedule() {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(RetrainModel.class)
                .setArguments(request)
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(id)
                        .setTaskQueue(TaskQueues.RETRAINING)
                        .setStaticSummary(
                            "Retrain %s for %s".formatted(request.name(), request.tag()))
                        // A summary without details makes the SDK fail to describe the schedule.
                        .setStaticDetails("By the schedule `%s`".formatted(id))
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setCronExpressions(List.of(cron))
                .setTimeZoneName(zone.getId())
                .setJitter(jitter)
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                // One night's run ends before the next begins, and none is dropped.
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL)
                .setCatchupWindow(catchUp)
                .setPauseOnFailure(false)
                .build());
  }
}
