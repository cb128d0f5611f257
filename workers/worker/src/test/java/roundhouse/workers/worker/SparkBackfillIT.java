package roundhouse.workers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.workers.plugins.features.FeaturesOptions;
import roundhouse.workers.plugins.features.FeaturesPlugin;

/// Backfills on Spark in local mode, through a worker process that has none of Spark's classes, on
/// the class path that the build recorded.
@ExtendWith(DevServerExtension.class)
class SparkBackfillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String DRIVER = "roundhouse.featureengine.spark.SparkProgram";
  private static final String WRITE = "BackfillWritePartition";
  private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2024-03-01T00:00:00Z");
  private static final BackfillRequest REQUEST =
      new BackfillRequest(Orders.FEATURE_SET, Orders.SOURCE, FROM, TO);

  private final Path folder;
  private final ObjectStore store;
  private final RoundhouseClient client;
  private final Observer observer;
  private final String run;

  SparkBackfillIT(RoundhouseClient client, @TempDir Path folder, TestInfo test) {
    this.client = client;
    this.folder = folder;
    run = test.getDisplayName();
    store = ObjectStores.onDisk(folder.resolve("store"));
    Orders.publish(store);
    observer = new Observer(client);
  }

  @AfterEach
  void noProcessIsLeft() {
    store.close();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(WorkerProcess.naming(folder)).isEmpty());
  }

  @Test
  void theDatasetIsThatOfTheBatchBackend() {
    assertThatThrownBy(() -> Class.forName("org.apache.spark.SparkContext"))
        .isInstanceOf(ClassNotFoundException.class);
    DatasetReference onSpark;
    try (WorkerProcess worker = worker()) {
      start(REQUEST.on(Backend.SPARK));
      await().atMost(PATIENCE).until(() -> !worker.running(DRIVER).isEmpty());
      onSpark = result();
      assertThat(worker.running(DRIVER)).isEmpty();
    }
    assertThat(observer.completed(run, WRITE)).isEqualTo(2);
    assertThat(onSpark.rows()).isGreaterThan(1_000);
    assertThat(onSpark.positive()).isPositive();
    assertThat(onSpark).isEqualTo(inBatch());
    assertThat(registry().datasets()).hasSize(1);
  }

  /// The same request but for its backend, over a store of its own.
  private DatasetReference inBatch() {
    try (ObjectStore other = ObjectStores.onDisk(folder.resolve("other"))) {
      Orders.publish(other);
      WorkerFactory workers =
          WorkerFactory.newInstance(
              client.workflows(),
              WorkerFactoryOptions.newBuilder()
                  .setPlugins(FeaturesPlugin.create(FeaturesOptions.on(other)))
                  .build());
      workers.start();
      try {
        return client
            .workflows()
            .newWorkflowStub(
                BackfillFeatures.class,
                WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.FEATURES).build())
            .backfill(REQUEST);
      } finally {
        workers.shutdownNow();
        workers.awaitTermination(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  @Tag("full")
  void aWorkerKilledWhileSparkComputesTakesTheDriverAlongAndAnotherGoesOn() {
    try (WorkerProcess worker = worker()) {
      start(REQUEST.on(Backend.SPARK));
      Set<ProcessHandle> drivers =
          worker.killIn(
              () ->
                  !worker.running(DRIVER).isEmpty()
                      && observer.completed(run, WRITE) == 1
                      && observer.isRunning(run, WRITE));
      assertThat(drivers).isNotEmpty();
      WorkerProcess.awaitEnd(drivers);
    }
    assertThat(observer.completed(run, WRITE)).isEqualTo(1);
    assertThat(registry().datasets()).isEmpty();
    try (WorkerProcess worker = worker()) {
      assertThat(result().rows()).isGreaterThan(1_000);
      assertThat(observer.completed(run, WRITE)).isEqualTo(2);
      assertThat(observer.attempts(run, WRITE)).isGreaterThan(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void aCancellationEndsTheDriverAndPublishesNothing() {
    try (WorkerProcess worker = worker()) {
      start(REQUEST.on(Backend.SPARK));
      await().atMost(PATIENCE).until(() -> !worker.running(DRIVER).isEmpty());
      client.workflows().newUntypedWorkflowStub(run).cancel();
      assertThatThrownBy(this::result)
          .isInstanceOf(WorkflowFailedException.class)
          .hasCauseInstanceOf(CanceledFailure.class);
      await().atMost(PATIENCE).until(() -> worker.running(DRIVER).isEmpty());
      assertThat(worker.isAlive()).isTrue();
    }
    assertThat(registry().datasets()).isEmpty();
  }

  private WorkerProcess worker() {
    Path target = Path.of("../../feature-engine/backend-spark/target").toAbsolutePath().normalize();
    return WorkerProcess.start(
        client.options().target(),
        folder,
        List.of(
            "--roundhouse.spark.master=local[2]",
            "--roundhouse.spark.driver-heap=512m",
            "--roundhouse.spark.class-path=%s%s@%s"
                .formatted(
                    target.resolve("classes"),
                    File.pathSeparator,
                    target.resolve("runtime-classpath"))));
  }

  private void start(BackfillRequest request) {
    BackfillFeatures stub =
        client
            .workflows()
            .newWorkflowStub(
                BackfillFeatures.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(run)
                    .setTaskQueue(TaskQueues.FEATURES)
                    .build());
    var unused = WorkflowClient.start(stub::backfill, request);
  }

  private DatasetReference result() {
    WorkflowStub stub = client.workflows().newUntypedWorkflowStub(run);
    try {
      return stub.getResult(PATIENCE.toSeconds(), TimeUnit.SECONDS, DatasetReference.class);
    } catch (TimeoutException e) {
      throw new AssertionError("no end of '%s' in %s".formatted(run, PATIENCE), e);
    }
  }

  private RegistryState registry() {
    return Registry.open(store).state();
  }
}
