package roundhouse.workers.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.workers.plugins.features.FeaturesOptions;
import roundhouse.workers.plugins.features.FeaturesPlugin;

/// `BackfillFeatures` on a real Temporal and a store on disk.
@ExtendWith(DevServerExtension.class)
class BackfillIT {
  private static final String WRITE = "BackfillWritePartition";
  private static final BackfillRequest REQUEST =
      new BackfillRequest(Orders.FEATURE_SET, Orders.SOURCE, null, null);

  private final Path folder;
  private final ObjectStore store;
  private final RoundhouseClient client;
  private final Observer observer;
  private final WorkerFactory workers;
  private final ObjectKey events;

  BackfillIT(RoundhouseClient client, @TempDir Path folder) {
    this.client = client;
    this.folder = folder;
    store = ObjectStores.onDisk(folder);
    Orders.publish(store);
    events = store.list(ObjectKey.of("sources/orders/ordered")).getFirst();
    observer = new Observer(client);
    workers =
        WorkerFactory.newInstance(
            client.workflows(),
            WorkerFactoryOptions.newBuilder()
                .setPlugins(FeaturesPlugin.create(FeaturesOptions.on(store)))
                .build());
    workers.start();
  }

  @AfterEach
  void stop() {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
    store.close();
  }

  @Test
  void aTruncatedFileEndsTheRunWithItsNameAndPublishesNothing() throws IOException {
    byte[] intact = store.read(events);
    int half = intact.length / 2;
    assertEndsTheRun(
        bytes -> Arrays.copyOf(bytes, half),
        "expected %d bytes but found %d".formatted(intact.length, half));
  }

  @Test
  void aFlippedBitEndsTheRunWithTheFilesNameAndPublishesNothing() throws IOException {
    assertEndsTheRun(BackfillIT::withAFlippedBit, "expected sha256");
  }

  private static byte[] withAFlippedBit(byte[] bytes) {
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;
    return flipped;
  }

  /// The same request goes through once the file is restored.
  private void assertEndsTheRun(UnaryOperator<byte[]> damage, String what) throws IOException {
    byte[] intact = store.read(events);
    replace(damage.apply(intact));
    String id = UUID.randomUUID().toString();
    WorkflowFailedException failed =
        catchThrowableOfType(WorkflowFailedException.class, () -> stub(id).backfill(REQUEST));

    ApplicationFailure failure =
        (ApplicationFailure) requireNonNull(requireNonNull(failed.getCause()).getCause());
    assertThat(failure.getType()).isEqualTo(FailureTypes.CORRUPT_OBJECT);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .startsWith("Object '%s' in %s: %s".formatted(events, store.location(), what))
        .endsWith("restore the object from a copy, or write it again under a new name");
    assertThat(observer.repeated(id, WRITE)).isZero();
    assertThat(store.list(ObjectKey.of("datasets"))).isEmpty();
    assertThat(Registry.open(store).state().datasets()).isEmpty();

    replace(intact);
    DatasetReference dataset = stub(UUID.randomUUID().toString()).backfill(REQUEST);
    assertThat(dataset.rows()).isEqualTo(Orders.ORDERS);
    assertThat(Registry.open(store).state().datasets()).hasSize(1);
  }

  private void replace(byte[] content) throws IOException {
    Path file = folder.resolve(events.value());
    Files.delete(file);
    Files.write(file, content);
  }

  @Test
  void aQueryTellsHowManyPartitionsAreWritten() {
    String id = UUID.randomUUID().toString();
    BackfillFeatures run = stub(id);
    var unused = WorkflowClient.start(run::backfill, REQUEST);
    List<Progress> told = new ArrayList<>();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              told.add(run.progress());
              return told.getLast().stage().equals("ended");
            });

    assertThat(told)
        .filteredOn(each -> each.stage().equals("writing partitions"))
        .isSortedAccordingTo(Comparator.comparingDouble(Progress::fraction))
        .anySatisfy(
            each -> {
              assertThat(each.fraction()).isStrictlyBetween(0.0, 1.0);
              assertThat(each.detail()).matches("returning-v1-\\S+: [0-9]+ of 24 partitions");
            });
    assertThat(told.getLast().fraction()).isEqualTo(1);
    assertThat(told.getLast().detail()).endsWith("14000 rows");
  }

  private BackfillFeatures stub(String id) {
    return client
        .workflows()
        .newWorkflowStub(
            BackfillFeatures.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.FEATURES)
                .build());
  }
}
