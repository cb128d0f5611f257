package roundhouse.featureengine.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.MissingObjectException;
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
/// Standard input begins with Spark's settings, `spark.master=local[2]`, a line each up to an empty
/// one: some are secret, and a command can be read by all. It ends when that does, which is when
/// its parent ends: an abandoned driver would keep executors. On standard output it says `progress
/// <fraction> <rows>` now and then, and nothing else unless it fails: `failed <reason>`. Its log is
/// on standard error. It ends with 0 once the partition is in the store, with [#BAD_DATA] where an
/// object is damaged, so that a retry cannot help, else with 1.
public final class SparkProgram {
  /// Exit status: an object is missing, damaged, or not what another process wrote there.
  public static final int BAD_DATA = 65;

  private static final int FAILED = 1;
  private static final long MILLIS_TO_END = 10_000;

  private final Map<String, String> arguments;
  private final PrintStream progress;

  private SparkProgram(Map<String, String> arguments, PrintStream progress) {
    this.arguments = arguments;
    this.progress = progress;
  }

  public static void main(String[] arguments) {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    takeSettings(input);
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> exitAtEnd(input));
    PrintStream progress = System.out;
    System.setOut(System.err);
    System.exit(run(arguments, progress));
  }

  private static void takeSettings(BufferedReader input) {
    try {
      for (String line = input.readLine();
          line != null && !line.isEmpty();
          line = input.readLine()) {
        int equals = line.indexOf('=');
        System.setProperty(line.substring(0, equals), line.substring(equals + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int run(String[] arguments, PrintStream progress) {
    try {
      new SparkProgram(parse(arguments), progress).write();
      return 0;
    } catch (RuntimeException | Error failure) {
      failure.printStackTrace();
      Throwable reason = reason(failure);
      String message = reason.getMessage() == null ? reason.toString() : reason.getMessage();
      progress.println("failed " + message.replaceAll("\\R", " "));
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

  /// What the worker's operator can mend, such as a setting, is worth a retry.
  private static boolean isFinal(Throwable failure) {
    return failure instanceof CorruptObjectException
        || failure instanceof ConflictingObjectException
        || failure instanceof MissingObjectException
        || failure instanceof UnsupportedTableException;
  }

  private static void exitAtEnd(BufferedReader input) {
    try {
      var _ = input.skip(Long.MAX_VALUE);
    } catch (IOException gone) {
      // As good as its end.
    }
    // Spark deletes its files and lets go of executors; where it hangs, it is ended all the same.
    Thread.ofPlatform().daemon().start(SparkProgram::haltSoon);
    System.exit(FAILED);
  }

  private static void haltSoon() {
    try {
      Thread.sleep(MILLIS_TO_END);
    } catch (InterruptedException now) {
      // Halts at once.
    }
    Runtime.getRuntime().halt(FAILED);
  }
}
