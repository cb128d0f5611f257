package roundhouse.examples.yourownworker;

import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.workers.plugins.evaluation.EvaluationOptions;
import roundhouse.workers.plugins.evaluation.EvaluationPlugin;

/// A worker such as a team has already: its own client, with the SDK's defaults, its own queue and
/// workflow, and one line for Roundhouse.
public final class YourOwnWorker {
  /// The team's own queue.
  public static final String TASK_QUEUE = "your-own-queue";

  private YourOwnWorker() {}

  /// Workers of the team's queue and of the evaluation's, started.
  public static WorkerFactory start(WorkflowClient client, ObjectStore store) {
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                // The one line: the plugin makes the worker of its own queue.
                .setPlugins(EvaluationPlugin.create(EvaluationOptions.on(store)))
                .build());
    workers.newWorker(TASK_QUEUE).registerWorkflowImplementationTypes(WeeklyCheckWorkflow.class);
    workers.start();
    return workers;
  }

  /// `YourOwnWorker TEMPORAL STORE`: host and port, and a folder or `s3://bucket/prefix`.
  public static void main(String[] arguments) {
    WorkflowServiceStubs temporal =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(arguments[0]).build());
    var workers = start(WorkflowClient.newInstance(temporal), ObjectStores.open(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(workers::shutdown));
  }
}
