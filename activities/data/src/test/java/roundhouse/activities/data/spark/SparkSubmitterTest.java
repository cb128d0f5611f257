package roundhouse.activities.data.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.failure.ApplicationFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.data.Shop;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.WrittenPartition;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.FailureTypes;

/// Real processes in place of Spark's driver, each with a fault of its own.
class SparkSubmitterTest {
  @TempDir Path folder;
  private ObjectStore store;
  private Backfill backfill;
  private PartitionRange partition;

  @BeforeEach
  void importShop() {
    store = ObjectStores.onDisk(folder.resolve("a store"));
    Shop.publish(store);
    backfill = Backfill.of(store, Shop.PLAN, EventSource.open(store, "shop"), null, null);
    partition = backfill.partitions().getFirst();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    store.close();
    await().atMost(Duration.ofMinutes(2)).until(() -> drivers().isEmpty());
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.filter(file -> file.toString().contains(DriverFolder.prefix()))).isEmpty();
    }
  }

  @Test
  void aDriverIsToldOfAndWhatItWroteIsReturned() {
    Map<Double, Long> told = new HashMap<>();
    WrittenPartition written = submitter("finish").write(backfill, partition, told(told));
    assertThat(written).isEqualTo(backfill.find(partition).orElseThrow());
    assertThat(written.partition().rows()).isEqualTo(48);
    assertThat(told).containsEntry(0.5, 10L);
  }

  @Test
  void aPartitionThatIsThereStartsNoDriver() {
    WrittenPartition byBatch = backfill.write(partition, PartitionListener.NONE);
    assertThat(submitter("fail").write(backfill, partition, PartitionListener.NONE))
        .isEqualTo(byBatch);
  }

  @Test
  void damagedDataIsFinal() {
    assertThatThrownBy(() -> write("be damaged"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureTypes.CORRUPT_OBJECT);
              assertThat(failure.isNonRetryable()).isTrue();
              assertThat(failure.getOriginalMessage())
                  .isEqualTo(
                      "Partition 'ask_month=2024-01' on Spark: Object 'sources/shop/paid' is cut short");
            });
    assertThat(store.list(Dataset.directory(backfill.datasetId()))).isEmpty();
  }

  @Test
  void anyOtherFailureIsWorthARetryAndNamesItsCause() {
    assertThatThrownBy(() -> write("fail"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Partition 'ask_month=2024-01' on Spark: No executor came");
  }

  @Test
  void aDriverThatDiesIsToldOfByItsStatusAndLastWords() {
    assertThatThrownBy(() -> write("die"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended with status 137")
        .hasMessageEndingWith("last said: java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void aDriverThatWritesElsewhereIsFound() {
    assertThatThrownBy(() -> write("finish without writing"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("must write to the store of this worker");
  }

  @Test
  void noiseIsPassedOver() {
    Map<Double, Long> told = new HashMap<>();
    submitter("make noise and finish").write(backfill, partition, told(told));
    assertThat(told.keySet()).isSubsetOf(0.0, 0.5, 1.0);
    assertThat(told.values()).isSubsetOf(0L, 10L);
  }

  @Test
  void aReasonIsCutAndCannotControlATerminal() {
    assertThatThrownBy(() -> write("make noise and fail"))
        .message()
        .hasSizeLessThan(2_100)
        .doesNotContain("\u001b", "\u0007")
        .endsWith("xxx");
  }

  @Test
  void settingsReachTheDriverOutsideItsCommand() {
    assertThatThrownBy(() -> write("repeat the secret")).hasMessageContaining("hunter2");
    assertThat(driversAtItsEnd(new IllegalStateException("enough")))
        .singleElement()
        .asString()
        .doesNotContain("hunter2");
  }

  @Test
  void theEndOfTheActivityEndsTheDriver() {
    assertThat(driversAtItsEnd(new IllegalStateException("cancelled"))).hasSize(1);
    assertThat(drivers()).isEmpty();
  }

  /// The drivers that ran when the listener threw.
  private List<String> driversAtItsEnd(RuntimeException over) {
    List<String> running = new ArrayList<>();
    assertThatThrownBy(
            () ->
                hang(
                    () -> {
                      running.addAll(drivers());
                      throw over;
                    }))
        .isSameAs(over);
    return running;
  }

  @Test
  void anInterruptEndsTheDriver() {
    Thread worker = Thread.currentThread();
    assertThatThrownBy(() -> hang(worker::interrupt)).hasMessageContaining("Interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(drivers()).isEmpty();
  }

  /// Writes by a driver that hangs.
  ///
  /// @param then once it has said how far it is
  private void hang(Runnable then) {
    var unused =
        submitter("hang")
            .write(
                backfill,
                partition,
                (fraction, rows) -> {
                  if (rows == 5) {
                    then.run();
                  }
                });
  }

  private static List<String> drivers() {
    return ProcessHandle.current()
        .descendants()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(command -> command.contains(PretendDriver.class.getName()))
        .toList();
  }

  private void write(String wish) {
    var unused = submitter(wish).write(backfill, partition, PartitionListener.NONE);
  }

  private PartitionListener told(Map<Double, Long> told) {
    return (fraction, rows) -> {
      told.put(fraction, rows);
      if (fraction == 0.5) {
        touch(heard());
      }
    };
  }

  private static void touch(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path heard() {
    return folder.resolve("heard");
  }

  private SparkSubmitter submitter(String wish) {
    Map<String, String> settings =
        Map.of("spark.pretend", wish, "spark.heard", heard().toString(), "spark.secret", "hunter2");
    Path classes = folder.resolve("classes");
    PretendClasses.SPARK.forEach(name -> PretendClasses.put(classes, name));
    SparkOptions options =
        new SparkOptions(
            "local[2]",
            classes + File.pathSeparator + System.getProperty("java.class.path"),
            "256m",
            SparkOptions.Kubernetes.NONE,
            settings,
            null,
            null);
    return new SparkSubmitter(options, store, PretendDriver.class.getName());
  }
}
