package roundhouse.activities.data.spark;

import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import roundhouse.activities.data.PartitionSubmitter;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.WrittenPartition;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.FailureTypes;

/// Writes partitions through Spark: a driver for each, in a JVM of its own, whose libraries never
/// meet the worker's.
///
/// The driver lives as long as the call: it is ended where the listener throws, and ends by itself
/// when this process does; its executors go with it. What it wrote is accepted once, by the rules
/// by which the batch backend's is, so an attempt that was broken off leaves nothing behind.
public final class SparkSubmitter implements PartitionSubmitter {
  static final String PROGRAM = "roundhouse.featureengine.spark.SparkProgram";

  /// What Spark and Kryo reach into.
  private static final List<String> OPENED =
      List.of("java.lang", "java.lang.invoke", "java.nio", "java.util", "sun.nio.ch");

  private final SparkOptions options;
  private final String store;
  private final String program;

  /// @param store of the partitions; the driver and all executors must reach it by the same
  ///   location
  public SparkSubmitter(SparkOptions options, ObjectStore store) {
    this(options, store, PROGRAM);
  }

  /// @param program that stands in for Spark's driver
  SparkSubmitter(SparkOptions options, ObjectStore store, String program) {
    this.options = options;
    this.program = program;
    // As a path: in a URI, a folder's name would need escapes.
    this.store = store.location().replaceFirst("^file:", "");
  }

  @Override
  public WrittenPartition write(
      Backfill backfill, PartitionRange partition, PartitionListener listener) {
    if (backfill.find(partition).isEmpty()) {
      drive(backfill, partition, listener);
    }
    return backfill
        .find(partition)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Partition '%s': Spark's driver ended without it; it must write to the store of this worker"
                        .formatted(partition.name())));
  }

  private void drive(Backfill backfill, PartitionRange partition, PartitionListener listener) {
    String name = backfill.datasetId() + " " + partition.name();
    try (DriverFolder folder = DriverFolder.make();
        DriverProcess driver =
            DriverProcess.start(
                name, command(backfill, partition, folder.path()), options.allSettings())) {
      switch (driver.watch(listener)) {
        case DONE -> {}
        case BAD_DATA ->
            throw ApplicationFailure.newNonRetryableFailure(
                message(partition, driver), FailureTypes.CORRUPT_OBJECT);
        case FAILED -> throw new IllegalStateException(message(partition, driver));
      }
    }
  }

  private static String message(PartitionRange partition, DriverProcess driver) {
    return "Partition '%s' on Spark: %s".formatted(partition.name(), driver.reason());
  }

  /// Settings are told apart from it: some are secret, and every user of a machine can read a
  /// command.
  ProcessBuilder command(Backfill backfill, PartitionRange partition, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + options.driverHeap());
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    OPENED.forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
    command.add(program);
    command.addAll(arguments(backfill, partition));
    ProcessBuilder builder = new ProcessBuilder(command);
    // In the environment, as it is too long to read in a list of processes.
    builder.environment().put("CLASSPATH", options.classPath());
    return builder;
  }

  private List<String> arguments(Backfill backfill, PartitionRange partition) {
    List<String> arguments = new ArrayList<>();
    arguments.add("store=" + store);
    if (options.s3Endpoint() != null) {
      arguments.add("s3-endpoint=" + options.s3Endpoint());
    }
    if (options.s3Region() != null) {
      arguments.add("s3-region=" + options.s3Region());
    }
    arguments.add("plan=" + backfill.plan().hash());
    arguments.add("source=" + backfill.source().manifest().source());
    arguments.add("from=" + backfill.partitions().getFirst().from());
    arguments.add("to=" + backfill.partitions().getLast().to());
    arguments.add("dataset=" + backfill.datasetId());
    arguments.add("partition=" + partition.name());
    return arguments;
  }
}
