package roundhouse.temporal.runtime;

import io.temporal.common.SimplePlugin;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.common.converter.DataConverterException;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One capability as a Temporal plugin: its workflows and activities on its one task queue.
///
/// Adding it to a factory or a client is all that is needed: when the factory starts, it makes the
/// worker of its queue unless the application made one. A plugin is offered every worker of a
/// factory and registering a type twice throws, so it leaves the workers of other queues alone. The
/// start fails where search attributes are missing.
public final class CapabilityPlugin extends SimplePlugin {
  // Temporal's default sends a heartbeat's details once in 80 % of its timeout: progress would
  // stand still for many seconds.
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

  // Input that cannot be read as the request's record never will be: failing the workflow tells its
  // caller, while failing its task would retry for ever.
  private static final WorkflowImplementationOptions WORKFLOWS =
      WorkflowImplementationOptions.newBuilder()
          .setFailWorkflowExceptionTypes(DataConverterException.class)
          .build();

  private final Capability capability;
  private final @Nullable WorkerVersion version;

  public CapabilityPlugin(Capability capability) {
    this(capability, null);
  }

  /// With a version, its worker takes part in worker versioning.
  public CapabilityPlugin(Capability capability, @Nullable WorkerVersion version) {
    super("roundhouse." + capability.name());
    this.capability = capability;
    this.version = version;
  }

  public Capability capability() {
    return capability;
  }

  @Override
  public void configureWorker(String queue, WorkerOptions.Builder options) {
    if (!queue.equals(capability.taskQueue())) {
      return;
    }
    options
        .setMaxConcurrentActivityExecutionSize(capability.concurrentActivities())
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_INTERVAL)
        .setDefaultHeartbeatThrottleInterval(HEARTBEAT_INTERVAL);
    if (version != null) {
      options.setDeploymentOptions(deployment(version));
    }
  }

  private WorkerDeploymentOptions deployment(WorkerVersion of) {
    return WorkerDeploymentOptions.newBuilder()
        .setUseVersioning(true)
        .setVersion(new WorkerDeploymentVersion(of.deployment(), of.buildId()))
        .setDefaultVersioningBehavior(capability.versioning())
        .build();
  }

  @Override
  public void initializeWorker(String queue, Worker worker) {
    if (!queue.equals(capability.taskQueue())) {
      return;
    }
    worker.registerWorkflowImplementationTypes(
        WORKFLOWS, capability.workflows().toArray(Class<?>[]::new));
    if (!capability.activities().isEmpty()) {
      worker.registerActivitiesImplementations(capability.activities().toArray());
    }
  }

  @Override
  public void startWorkerFactory(WorkerFactory factory, Consumer<WorkerFactory> next) {
    SearchAttributeCheck.require(factory.getWorkflowClient());
    if (factory.tryGetWorker(capability.taskQueue()) == null) {
      factory.newWorker(capability.taskQueue());
    }
    super.startWorkerFactory(factory, next);
  }
}
