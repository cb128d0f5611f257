package roundhouse.featureengine.benchmarks;

import static roundhouse.featureengine.language.Expressions.days;
import static roundhouse.featureengine.language.Expressions.hours;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import roundhouse.featureengine.batch.TableFeatures;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.EngineResult;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// The work of `features_peers.py` by the batch backend: for each payment eleven features of the
/// card's earlier payments, Parquet to Parquet.
///
/// ```
/// BatchBenchmark pay.parquet out.parquet THREADS MEMORY_MIB
/// ```
public final class BatchBenchmark {
  private BatchBenchmark() {}

  /// A payment, as the data maker writes it.
  public record Payment(long id, Instant t, long card, double amount) {}

  static final EventStream<Payment> PAID =
      EventStream.named("paid").of(Payment.class).identifiedBy(Payment::id).happeningAt(Payment::t);

  static FeatureSet<Payment> features() {
    EntityEvents<Payment, Payment> earlier = PAID.where(Payment::card).equalTo(Payment::card);
    FeatureSet<Payment> features = FeatureSet.askedBy(PAID).named("card-activity").version(1);
    features = add(features, earlier, "1h", hours(1));
    features = add(features, earlier, "24h", hours(24));
    features = add(features, earlier, "7d", days(7));
    return features
        .feature("mean_24h", earlier.mean(Payment::amount).within(hours(24)))
        .feature("last", earlier.last(Payment::amount).ever());
  }

  private static FeatureSet<Payment> add(
      FeatureSet<Payment> features,
      EntityEvents<Payment, Payment> earlier,
      String name,
      Duration window) {
    return features
        .feature("count_" + name, earlier.count().within(window))
        .feature("sum_" + name, earlier.sum(Payment::amount).within(window))
        .feature("max_" + name, earlier.max(Payment::amount).within(window));
  }

  /// Runs the work once and prints how long it took within the process.
  public static void main(String[] arguments) throws Exception {
    long start = System.nanoTime();
    Path source = Path.of(arguments[0]).toAbsolutePath();
    Path target = Path.of(arguments[1]);
    Files.deleteIfExists(target);
    EngineOptions options =
        EngineOptions.ofMachine()
            .withThreads(Integer.parseInt(arguments[2]))
            .withMemoryBytes(Long.parseLong(arguments[3]) << 20);
    Program program = Program.of(features().plan());
    try (ObjectStore store = ObjectStores.onDisk(Objects.requireNonNull(source.getParent()))) {
      ObjectKey file = ObjectKey.of(source.getFileName().toString());
      EngineResult result =
          new TableFeatures(store, Map.of("paid", file))
              .compute(program, target, Codec.SNAPPY, options);
      System.out.printf(
          "roundhouse %.2f s, %,d rows, %,d MiB spilled%n",
          (System.nanoTime() - start) / 1e9, result.rows(), result.spilledBytes() >> 20);
    }
  }
}
