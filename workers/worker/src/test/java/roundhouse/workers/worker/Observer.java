package roundhouse.workers.worker;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.runtime.Payloads;
import roundhouse.temporal.runtime.RoundhouseClient;

/// What the server knows of the activities of a workflow, with no worker's help.
final class Observer {
  private final RoundhouseClient client;

  Observer(RoundhouseClient client) {
    this.client = client;
  }

  /// A worker has such an activity in its hands.
  boolean isRunning(String workflowId, String activity) {
    return !running(workflowId, activity).isEmpty();
  }

  /// How far such an activity last said it was, 0 where none runs.
  double fractionDone(String workflowId, String activity) {
    return running(workflowId, activity).stream()
        .map(Observer::heartbeat)
        .flatMap(Optional::stream)
        .mapToDouble(Progress::fraction)
        .max()
        .orElse(0);
  }

  private static Optional<Progress> heartbeat(PendingActivityInfo activity) {
    return activity.hasHeartbeatDetails()
        ? Optional.of(
            Payloads.converter()
                .fromPayloads(
                    0, Optional.of(activity.getHeartbeatDetails()), Progress.class, Progress.class))
        : Optional.empty();
  }

  private List<PendingActivityInfo> running(String workflowId, String activity) {
    try {
      return client
          .workflows()
          .getWorkflowServiceStubs()
          .blockingStub()
          .describeWorkflowExecution(
              DescribeWorkflowExecutionRequest.newBuilder()
                  .setNamespace(client.options().namespace())
                  .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                  .build())
          .getPendingActivitiesList()
          .stream()
          .filter(info -> info.getActivityType().getName().equals(activity))
          .filter(info -> info.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
          .toList();
    } catch (StatusRuntimeException notStartedYet) {
      return List.of();
    }
  }

  /// How many such activities have completed.
  long completed(String workflowId, String activity) {
    Set<Long> scheduled = scheduled(workflowId, activity).keySet();
    return events(workflowId).stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED)
        .map(event -> event.getActivityTaskCompletedEventAttributes().getScheduledEventId())
        .filter(scheduled::contains)
        .count();
  }

  /// The largest number of attempts that one such activity took.
  int attempts(String workflowId, String activity) {
    return lastAttempts(workflowId, activity).values().stream()
        .mapToInt(attempt -> attempt)
        .max()
        .orElse(0);
  }

  /// How many such activities took more than one attempt.
  long repeated(String workflowId, String activity) {
    return lastAttempts(workflowId, activity).values().stream()
        .filter(attempt -> attempt > 1)
        .count();
  }

  /// By the number of the event that scheduled it.
  private Map<Long, Integer> lastAttempts(String workflowId, String activity) {
    Map<Long, HistoryEvent> scheduled = scheduled(workflowId, activity);
    return events(workflowId).stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED)
        .map(HistoryEvent::getActivityTaskStartedEventAttributes)
        .filter(started -> scheduled.containsKey(started.getScheduledEventId()))
        .collect(
            Collectors.toMap(
                started -> started.getScheduledEventId(), started -> started.getAttempt()));
  }

  private Map<Long, HistoryEvent> scheduled(String workflowId, String activity) {
    return events(workflowId).stream()
        .filter(
            event ->
                event
                    .getActivityTaskScheduledEventAttributes()
                    .getActivityType()
                    .getName()
                    .equals(activity))
        .collect(Collectors.toMap(HistoryEvent::getEventId, event -> event));
  }

  private List<HistoryEvent> events(String workflowId) {
    return client.workflows().fetchHistory(workflowId).getEvents();
  }
}
