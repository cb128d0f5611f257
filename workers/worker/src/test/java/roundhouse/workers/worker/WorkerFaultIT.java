package roundhouse.workers.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.PromotionOutcome.Status;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.RetrainModel;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.server.DevServer;
import roundhouse.temporal.server.DevServerOptions;
import roundhouse.temporal.testkit.DevServerExtension;

/// `kill -9` of the worker at every stage, and of Temporal: every run completes after a restart,
/// with one model and one move, and leaves no process behind. Each test first shows that the fault
/// struck in the very stage that it is about.
@ExtendWith(DevServerExtension.class)
class WorkerFaultIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int ROUNDS = 1500;
  private static final int MONTHS = 24;

  private final Path folder;
  private final ObjectStore store;
  private final RoundhouseClient client;
  private final Observer observer;
  private DevServer temporal;

  WorkerFaultIT(Path temporalCli, @TempDir Path folder) {
    this.folder = folder;
    store = ObjectStores.onDisk(folder.resolve("store"));
    Orders.publish(store);
    temporal =
        DevServer.start(
            DevServerOptions.headless(temporalCli, folder.resolve("temporal.log"))
                .keptIn(folder.resolve("temporal.db")));
    client = RoundhouseClient.to(ConnectionOptions.to(temporal.target()));
    observer = new Observer(client);
  }

  @AfterEach
  void noProcessIsLeft() {
    client.close();
    temporal.close();
    store.close();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(WorkerProcess.naming(folder)).isEmpty());
  }

  @Test
  void aWorkerKilledInTheMiddleOfAPartitionLosesNothingOfTheOthers() throws IOException {
    BackfillRequest request = new BackfillRequest(Orders.FEATURE_SET, Orders.SOURCE, null, null);
    BackfillFeatures run = stub(BackfillFeatures.class, "run", TaskQueues.FEATURES);
    try (WorkerProcess worker = worker()) {
      WorkflowClient.start(run::backfill, request);
      var unused =
          worker.killIn(
              () ->
                  observer.isRunning("run", "BackfillWritePartition")
                      && observer.completed("run", "BackfillWritePartition") > 0);
    }
    long finished = observer.completed("run", "BackfillWritePartition");
    assertThat(finished).isBetween(1L, MONTHS - 1L);
    assertThat(registry().datasets()).isEmpty();
    Map<Path, Object> writtenBefore = files("datasets");
    assertThat(writtenBefore.keySet())
        .filteredOn(file -> file.endsWith("part-0.parquet"))
        .hasSizeGreaterThanOrEqualTo((int) finished);
    try (WorkerProcess worker = worker()) {
      DatasetReference dataset = result("run", DatasetReference.class);
      assertThat(dataset.rows()).isEqualTo(Orders.ORDERS);
      assertThat(dataset.digest()).isEqualTo(digestWithoutFaults());
      assertThat(observer.completed("run", "BackfillWritePartition")).isEqualTo(MONTHS);
      assertThat(observer.repeated("run", "BackfillWritePartition")).isEqualTo(1);
      assertThat(files("datasets")).containsAllEntriesOf(writtenBefore);
      assertThat(registry().datasets()).hasSize(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  /// Each file below that part of the store, and the one that it is on the disk.
  private Map<Path, Object> files(String part) throws IOException {
    Map<Path, Object> files = new HashMap<>();
    try (Stream<Path> below = Files.walk(folder.resolve("store").resolve(part))) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.getAttribute(file, "unix:ino"));
      }
    }
    return files;
  }

  private String digestWithoutFaults() {
    try (ObjectStore other = ObjectStores.onDisk(folder.resolve("other"))) {
      Plan plan = Orders.publish(other);
      EventSource source = EventSource.open(other, Orders.SOURCE);
      return Backfill.of(other, plan, source, null, null).run(1).manifest().digest();
    }
  }

  @Test
  void aWorkerKilledInTheMiddleOfATrainingRegistersOneModel() {
    TagName tag = declareTag(PromotionPolicy.AUTO);
    try (WorkerProcess worker = worker()) {
      startRetraining(tag);
      Set<ProcessHandle> trainers = worker.killIn(this::isTraining);
      assertThat(trainers).isNotEmpty();
      WorkerProcess.awaitEnd(trainers);
    }
    assertThat(observer.completed("run-train", "TrainingRun")).isZero();
    assertThat(registry().models()).isEmpty();
    try (WorkerProcess worker = worker()) {
      assertCompletesOnce(tag);
      assertThat(observer.attempts("run-train", "TrainingRun")).isGreaterThan(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  @Tag("full")
  void aWorkerStoppedInTheMiddleOfATrainingHandsItOver() {
    TagName tag = declareTag(PromotionPolicy.AUTO);
    try (WorkerProcess worker = worker()) {
      // Long, for a busy machine takes its time to stop, and the training goes on meanwhile.
      startRetraining(tag, 4 * ROUNDS);
      await().atMost(PATIENCE).until(this::isTraining);
      worker.stop();
    }
    assertThat(observer.completed("run-train", "TrainingRun")).isZero();
    try (WorkerProcess worker = worker()) {
      assertCompletesOnce(tag);
      assertThat(observer.attempts("run-train", "TrainingRun")).isGreaterThan(1);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void aWorkerKilledBetweenVerdictAndMoveMovesTheTagOnce() {
    TagName tag = declareTag(PromotionPolicy.APPROVE);
    PromoteModel promotion = client.workflows().newWorkflowStub(PromoteModel.class, "run-promote");
    PendingPromotion pending;
    try (WorkerProcess worker = worker()) {
      startRetraining(tag);
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> promotion.pending().stage().equals("waiting for approval"));
      pending = promotion.pending();
      var unused = worker.killIn(() -> registry().decisions().size() == 1);
    }
    // Durable, though no worker is there to read it.
    promotion.answerBySignal(approvalOf(pending));
    assertThat(registry().history(tag)).isEmpty();
    try (WorkerProcess worker = worker()) {
      assertCompletesOnce(tag);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void aTemporalKilledInTheMiddleOfATrainingGoesOnWhereItWas() {
    TagName tag = declareTag(PromotionPolicy.AUTO);
    try (WorkerProcess worker = worker()) {
      startRetraining(tag);
      await().atMost(PATIENCE).until(this::isTraining);
      temporal.process().destroyForcibly();
      temporal.process().onExit().join();
      assertThat(client.findFault(Duration.ofSeconds(2))).isPresent();
      assertThat(registry().models()).isEmpty();
      temporal.close();
      temporal = DevServer.start(temporal.options());
      assertCompletesOnce(tag);
      assertThat(worker.isAlive()).isTrue();
    }
  }

  private boolean isTraining() {
    return observer.fractionDone("run-train", "TrainingRun") > 0;
  }

  private void assertCompletesOnce(TagName tag) {
    RetrainingResult result = result("run", RetrainingResult.class);
    assertThat(result.promotion()).isNotNull();
    assertThat(result.promotion().status()).isEqualTo(Status.MOVED);
    RegistryState state = registry();
    assertThat(state.history(tag))
        .singleElement()
        .satisfies(move -> assertThat(move.modelId().value()).isEqualTo(result.model().modelId()));
    assertThat(state.models()).hasSize(1);
    assertThat(state.decisions()).hasSize(1);
    assertThat(state.voids()).isEmpty();
  }

  private WorkerProcess worker() {
    return WorkerProcess.start(temporal.target(), folder);
  }

  private RegistryState registry() {
    return Registry.open(store).state();
  }

  private TagName declareTag(PromotionPolicy policy) {
    TagName tag = TagName.of("returning");
    Orders.declareTag(store, tag, policy);
    return tag;
  }

  private void startRetraining(TagName tag) {
    startRetraining(tag, ROUNDS);
  }

  private void startRetraining(TagName tag, int rounds) {
    RetrainModel run = stub(RetrainModel.class, "run", TaskQueues.RETRAINING);
    var unused =
        WorkflowClient.start(
            run::retrain,
            new RetrainingRequest(
                tag.value(),
                "returning",
                "shop",
                Orders.FEATURE_SET,
                Orders.SOURCE,
                List.of(),
                Orders.CUT_OFF,
                "jvm:xgboost",
                // Long enough to be caught half-way.
                Map.of("rounds", rounds, "max_depth", 8, "eta", 0.01),
                "cpu",
                BootstrapOptions.standard()));
  }

  private static Approval approvalOf(PendingPromotion pending) {
    return new Approval(
        Approval.Answer.APPROVE,
        "ada",
        "",
        pending.request().tagRevision(),
        pending.request().modelId(),
        pending.request().evaluationSha256());
  }

  private <T> T stub(Class<T> type, String id, String queue) {
    return client
        .workflows()
        .newWorkflowStub(
            type, WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(queue).build());
  }

  private <T> T result(String id, Class<T> type) {
    WorkflowStub run = client.workflows().newUntypedWorkflowStub(id);
    try {
      return run.getResult(PATIENCE.toSeconds(), TimeUnit.SECONDS, type);
    } catch (TimeoutException e) {
      throw new AssertionError("no end of '%s' in %s".formatted(id, PATIENCE), e);
    }
  }
}
