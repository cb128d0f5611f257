package roundhouse.workflows;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.VersioningBehavior;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerPlugin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.EmitState;
import roundhouse.temporal.contracts.EvaluateModel;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.RetrainModel;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.contracts.TrainModel;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.temporal.testkit.fakes.FakePlatform;

/// A worker of all capabilities with fake activities.
final class Platform implements AutoCloseable {
  private final WorkflowClient client;
  private final WorkerFactory workers;

  Platform(WorkflowClient client, FakePlatform fakes) {
    this.client = client;
    this.workers =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setPlugins(plugins(fakes))
                // A test's worker is stopped once a test.
                .setShutdownCheckInterval(Duration.ofMillis(20))
                .build());
    workers.start();
  }

  private static WorkerPlugin[] plugins(FakePlatform fakes) {
    return new WorkerPlugin[] {
      plugin(
          TaskQueues.FEATURES,
          List.of(fakes.backfill(), fakes.state()),
          BackfillFeaturesWorkflow.class,
          EmitStateWorkflow.class),
      plugin(TaskQueues.TRAINING, List.of(fakes.training()), TrainModelWorkflow.class),
      plugin(TaskQueues.EVALUATION, List.of(fakes.evaluation()), EvaluateModelWorkflow.class),
      plugin(TaskQueues.PROMOTION, List.of(fakes.promotion()), PromoteModelWorkflow.class),
      plugin(TaskQueues.RETRAINING, List.of(), RetrainModelWorkflow.class)
    };
  }

  private static CapabilityPlugin plugin(
      String queue, List<Object> activities, Class<?>... workflows) {
    return new CapabilityPlugin(
        new Capability(queue, queue, VersioningBehavior.PINNED, List.of(workflows), activities, 8));
  }

  WorkflowClient client() {
    return client;
  }

  BackfillFeatures backfill(String id) {
    return stub(BackfillFeatures.class, id, TaskQueues.FEATURES);
  }

  EmitState emit(String id) {
    return stub(EmitState.class, id, TaskQueues.FEATURES);
  }

  TrainModel train(String id) {
    return stub(TrainModel.class, id, TaskQueues.TRAINING);
  }

  EvaluateModel evaluate(String id) {
    return stub(EvaluateModel.class, id, TaskQueues.EVALUATION);
  }

  PromoteModel promote(String id) {
    return stub(PromoteModel.class, id, TaskQueues.PROMOTION);
  }

  RetrainModel retrain(String id) {
    return stub(RetrainModel.class, id, TaskQueues.RETRAINING);
  }

  private <T> T stub(Class<T> type, String id, String queue) {
    return client.newWorkflowStub(
        type, WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(queue).build());
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
  }
}
