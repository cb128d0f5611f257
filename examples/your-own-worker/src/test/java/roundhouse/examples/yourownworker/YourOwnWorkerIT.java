package roundhouse.examples.yourownworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.examples.yourownworker.WeeklyCheck.Health;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.contracts.TrainModel;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.workers.plugins.features.FeaturesOptions;
import roundhouse.workers.plugins.features.FeaturesPlugin;
import roundhouse.workers.plugins.training.TrainingPlugin;
import roundhouse.workers.plugins.training.TrainingPluginOptions;

/// The team's client has the SDK's defaults throughout, its data converter included.
@ExtendWith(DevServerExtension.class)
class YourOwnWorkerIT {
  private final Path folder;
  private final ObjectStore store;
  private final WorkflowClient client;
  private final WorkerFactory workers;

  YourOwnWorkerIT(RoundhouseClient roundhouse, @TempDir Path folder) {
    this.folder = folder;
    store = ObjectStores.onDisk(folder.resolve("store"));
    client =
        WorkflowClient.newInstance(
            roundhouse.workflows().getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder()
                .setNamespace(roundhouse.options().namespace())
                .build());
    workers = YourOwnWorker.start(client, store);
  }

  @AfterEach
  void stop() {
    workers.shutdownNow();
    workers.awaitTermination(5, TimeUnit.SECONDS);
    store.close();
  }

  @Test
  void theTeamsWorkflowJudgesAModelByRoundhousesEvaluation() {
    TrainedModel model = trainElsewhere();
    Health health =
        check("weekly-check-1", model.modelId(), model.datasetId(), contractWithFloor(0.6));
    assertThat(health.auc()).isBetween(0.6, 1.0);
    assertThat(health.keepsItsPromise()).isTrue();
    assertThat(check("weekly-check-2", model.modelId(), model.datasetId(), contractWithFloor(0.99)))
        .extracting(Health::keepsItsPromise)
        .isEqualTo(false);
  }

  @Test
  void aModelThatIsNotThereIsRefusedWithItsName() {
    assertThatThrownBy(
            () -> check("weekly-check-3", "no-such-model", "no-such-data", contractWithFloor(0.6)))
        .rootCause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
              assertThat(failure.getOriginalMessage())
                  .contains("no-such-model")
                  .contains("no-such-data");
            });
  }

  private Health check(String id, String modelId, String datasetId, TagContract contract) {
    return client
        .newWorkflowStub(
            WeeklyCheck.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(YourOwnWorker.TASK_QUEUE)
                .setWorkflowRunTimeout(Duration.ofMinutes(2))
                .build())
        .check(new WeeklyCheck.Request(modelId, datasetId, Orders.END, contract));
  }

  /// A model as Roundhouse's own worker would have made it.
  private TrainedModel trainElsewhere() {
    Orders.publish(store);
    WorkerFactory platform =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setPlugins(
                    FeaturesPlugin.create(FeaturesOptions.on(store)),
                    TrainingPlugin.create(
                        TrainingPluginOptions.on(
                            store, TrainingOptions.standard(folder, folder, folder))))
                .build());
    platform.start();
    try {
      return train(backfill());
    } finally {
      platform.shutdownNow();
      platform.awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private DatasetReference backfill() {
    return client
        .newWorkflowStub(
            BackfillFeatures.class,
            WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.FEATURES).build())
        .backfill(new BackfillRequest("returning@1", "orders", null, null));
  }

  private TrainedModel train(DatasetReference dataset) {
    return client
        .newWorkflowStub(
            TrainModel.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId("your-own-training")
                .setTaskQueue(TaskQueues.TRAINING)
                .build())
        .train(
            new TrainingRequest(
                "returning",
                "shop",
                dataset.datasetId(),
                List.of(),
                "",
                "returned",
                Orders.END,
                HoldOut.last(Duration.ofDays(7)),
                "jvm:xgboost",
                Map.of("rounds", 20),
                "cpu"));
  }

  private static TagContract contractWithFloor(double floor) {
    return new TagContract(
        "returned",
        Duration.ofDays(1),
        "",
        HoldOut.last(Duration.ofDays(7)),
        "auc",
        floor,
        0,
        1,
        PromotionPolicy.AUTO,
        Duration.ofHours(1));
  }
}
