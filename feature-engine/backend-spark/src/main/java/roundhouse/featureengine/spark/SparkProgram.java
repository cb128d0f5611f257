package roundhouse.featureengine.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// The process that writes one partition of a dataset with Spark: the driver, in a JVM of its own,
/// since Spark's libraries are not the worker's.
///
/// ```
/// java … roundhouse.featureengine.spark.SparkProgram store=s3://bucket plan=<hash>
///     source=flights from=… to=… dataset=<id> partition=ask_month=2013-01
/// ```
///
/// Spark's settings are system properties, `-Dspark.master=local[2]`. On standard output it says
/// `progress <fraction> <rows>` now and then, and nothing else. It ends with 0 once the partition
/// is in the store, with [#BAD_DATA] where a retry cannot help, else with 1; the last line on
/// standard error then says why. It ends at once when its standard input does, which is when its
/// parent ends: an abandoned driver would keep executors.
public final class SparkProgram {
  /// Exit status: an object is damaged, or the request cannot be met.
  public static final int BAD_DATA = 65;

  private static final int FAILED = 1;

  private final Map<String, String> arguments;
  private final PrintStream progress;

  private SparkProgram(Map<String, String> arguments, PrintStream progress) {
    this.arguments = arguments;
    this.progress = progress;
  }

  public static void main(String[] arguments) {
    endWithStandardInput();
    PrintStream progress = System.out;
    System.setOut(System.err);
    System.exit(run(arguments, progress));
  }

  private static int run(String[] arguments, PrintStream progress) {
    try {
      new SparkProgram(parse(arguments), progress).write();
      return 0;
    } catch (RuntimeException failure) {
      failure.printStackTrace();
      Throwable reason = reason(failure);
      System.err.println(String.valueOf(reason.getMessage()).replace('\n', ' '));
      return isFinal(reason) ? BAD_DATA : FAILED;
    }
  }

  private static Map<String, String> parse(String[] arguments) {
    Map<String, String> byName = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      byName.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return byName;
  }

  private void write() {
    StoreAddress address =
        new StoreAddress(
            argument("store"), arguments.get("s3-endpoint"), arguments.get("s3-region"));
    try (ObjectStore store = address.open();
        JavaSparkContext spark = new JavaSparkContext(SparkSettings.of(argument("dataset")))) {
      Backfill backfill = backfill(store);
      PartitionRange partition = partition(backfill);
      var engine = SparkEngine.on(spark, address);
      backfill.write(
          partition,
          engine,
          (fraction, rows) -> progress.printf("progress %s %d%n", fraction, rows));
    }
  }

  /// The backfill that has the wanted dataset, whatever the unit of its partitions.
  private Backfill backfill(ObjectStore store) {
    Plan plan = plan(store, argument("plan"));
    EventSource source = EventSource.open(store, argument("source"));
    Instant from = Instant.parse(argument("from"));
    Instant to = Instant.parse(argument("to"));
    return Stream.of(PartitionUnit.values())
        .map(unit -> Backfill.of(store, plan, source, from, to, unit))
        .filter(backfill -> backfill.datasetId().equals(argument("dataset")))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Dataset '%s': not what plan, source and range make here; expected one version of Roundhouse on both sides"
                        .formatted(argument("dataset"))));
  }

  private static Plan plan(ObjectStore store, String hash) {
    ObjectKey key = ObjectKey.of("plans/" + hash + ".json");
    byte[] json = store.read(key);
    if (!Digests.sha256Hex(json).equals(hash)) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected sha256 " + hash + " but found " + Digests.sha256Hex(json),
          null);
    }
    return Plan.parse(json);
  }

  private PartitionRange partition(Backfill backfill) {
    return backfill.partitions().stream()
        .filter(range -> range.name().equals(argument("partition")))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Partition '%s': not one of %s"
                        .formatted(argument("partition"), backfill.partitions())));
  }

  private String argument(String name) {
    String value = arguments.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "Argument '%s': is missing; expected %s=…, see SparkProgram".formatted(name, name));
    }
    return value;
  }

  /// What went wrong, below what Spark wraps around it.
  private static Throwable reason(Throwable failure) {
    Throwable reason = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      reason = isFinal(at) ? at : reason;
    }
    return reason;
  }

  private static boolean isFinal(Throwable failure) {
    return failure instanceof CorruptObjectException
        || failure instanceof ConflictingObjectException
        || failure instanceof UnsupportedTableException
        || failure instanceof InvalidDefinitionException
        || failure instanceof IllegalArgumentException;
  }

  private static void endWithStandardInput() {
    Thread.ofPlatform().daemon().name("parent-watch").start(SparkProgram::haltAtEndOfInput);
  }

  private static void haltAtEndOfInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(FAILED);
  }
}
