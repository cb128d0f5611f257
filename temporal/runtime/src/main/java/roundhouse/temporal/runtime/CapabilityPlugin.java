package roundhouse.temporal.runtime;

import io.temporal.common.SimplePlugin;
import io.temporal.common.converter.DataConverterException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// One capability as a Temporal plugin: its workflows and activities on its one task queue.
///
/// Adding it to a factory or a client is all that is needed: when the factory starts, it makes the
/// worker of its queue unless the application made one. A plugin is offered every worker of a
/// factory and registering a type twice throws, so it leaves the workers of other queues alone. The
/// start fails where search attributes are missing.
public final class CapabilityPlugin extends SimplePlugin {
  // Temporal's default sends a heartbeat's details once in 80 % of its timeout: progress would
  // stand still for half a minute.
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

  // Input that cannot be read as the request's record never will be: failing the workflow tells its
  // caller, while failing its task would retry for ever.
  private static final WorkflowImplementationOptions WORKFLOWS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(DataConverterException.class)
          .build();

  private final String taskQueue;
  private final List<Class<?>> workflows;
  private final List<Object> activities;
  private final int concurrentActivities;

  /// @param name capability, `features`
  /// @param workflows implementation classes
  /// @param activities implementations
  /// @param concurrentActivities how many activities this worker runs at a time, 1 or more
  public CapabilityPlugin(
      String name,
      String taskQueue,
      List<Class<?>> workflows,
      List<Object> activities,
      int concurrentActivities) {
    super("roundhouse." + name);
    if (concurrentActivities < 1) {
      throw new IllegalArgumentException(
          "Capability '%s': %d concurrent activities, expected 1 or more; raise the number"
              .formatted(name, concurrentActivities));
    }
    this.taskQueue = taskQueue;
    this.workflows = List.copyOf(workflows);
    this.activities = List.copyOf(activities);
    this.concurrentActivities = concurrentActivities;
  }

  public String taskQueue() {
    return taskQueue;
  }

  @Override
  public void configureWorker(String queue, WorkerOptions.Builder options) {
    if (!queue.equals(taskQueue)) {
      return;
    }
    options
        .setMaxConcurrentActivityExecutionSize(concurrentActivities)
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_INTERVAL)
        .setDefaultHeartbeatThrottleInterval(HEARTBEAT_INTERVAL);
  }

  @Override
  public void initializeWorker(String queue, Worker worker) {
    if (!queue.equals(taskQueue)) {
      return;
    }
    worker.registerWorkflowImplementationTypes(WORKFLOWS, workflows.toArray(Class<?>[]::new));
    if (!activities.isEmpty()) {
      worker.registerActivitiesImplementations(activities.toArray());
    }
  }

  @Override
  public void startWorkerFactory(WorkerFactory factory, Consumer<WorkerFactory> next) {
    SearchAttributeCheck.require(factory.getWorkflowClient());
    if (factory.tryGetWorker(taskQueue) == null) {
      factory.newWorker(taskQueue);
    }
    super.startWorkerFactory(factory, next);
  }
}
