package roundhouse.featureengine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.WrittenPartition;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// The driver's process, as a worker starts it.
class SparkProgramIT {
  @TempDir private Path folder;
  @TempDir private Path batchFolder;
  private ObjectStore store;
  private Backfill backfill;
  private PartitionRange partition;

  @BeforeEach
  void importShop() {
    store = ObjectStores.onDisk(folder);
    backfill = backfill(store);
    partition = backfill.partitions().getFirst();
  }

  private static Backfill backfill(ObjectStore store) {
    return Backfill.of(store, Shop.RETURNING.plan(), Shop.importInto(store), null, null);
  }

  @Test
  void processWritesThePartitionOfTheBatchBackend() throws Exception {
    Process driver = start("partition=" + partition.name());
    String output = read(driver);

    assertThat(driver.waitFor()).isZero();
    assertThat(output.lines()).isNotEmpty().allMatch(line -> line.startsWith("progress "));
    Backfill batch = backfill(ObjectStores.onDisk(batchFolder));
    WrittenPartition expected = batch.write(partition, PartitionListener.NONE);
    assertThat(backfill.find(partition).orElseThrow().partition().rowsDigest())
        .isEqualTo(expected.partition().rowsDigest());
  }

  @Test
  void damagedInputIsNamedAndNothingIsWritten() throws Exception {
    String damaged =
        backfill.source().manifest().find("purchased").orElseThrow().files().getFirst().file();
    flipAByte(folder.resolve(damaged));
    Process driver = start("partition=" + partition.name());
    String output = read(driver);

    assertThat(driver.waitFor()).isEqualTo(SparkProgram.BAD_DATA);
    assertThat(output.lines().toList().getLast())
        .startsWith("failed Object '" + damaged)
        .contains("expected sha256");
    assertThat(store.list(Dataset.directory(backfill.datasetId()))).isEmpty();
  }

  @Test
  void driverEndsWithItsParent() throws Exception {
    Process driver = start("partition=" + partition.name());
    driver.getOutputStream().close();
    assertThat(driver.waitFor(3, TimeUnit.MINUTES)).isTrue();
    assertThat(driver.exitValue()).isNotZero();
  }

  private Process start(String partition) throws IOException {
    EventSource source = backfill.source();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--"))
            .toList());
    command.addAll(List.of("-Xmx512m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(SparkProgram.class.getName());
    command.addAll(
        List.of(
            "store=" + folder,
            "plan=" + backfill.plan().hash(),
            "source=" + source.manifest().source(),
            "from=" + backfill.partitions().getFirst().from(),
            "to=" + backfill.partitions().getLast().to(),
            "dataset=" + backfill.datasetId(),
            partition));
    Process driver = new ProcessBuilder(command).redirectError(errors().toFile()).start();
    driver.getOutputStream().write("spark.master=local[2]\n\n".getBytes(StandardCharsets.UTF_8));
    driver.getOutputStream().flush();
    return driver;
  }

  private static String read(Process driver) {
    try {
      return new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path errors() {
    return batchFolder.resolve("driver.log");
  }

  private static void flipAByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    file.toFile().setWritable(true);
    Files.write(file, bytes);
  }
}
