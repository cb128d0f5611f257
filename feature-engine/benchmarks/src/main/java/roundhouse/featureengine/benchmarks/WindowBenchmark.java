package roundhouse.featureengine.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import roundhouse.featureengine.batch.TableFeatures;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.EngineResult;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.benchmarks.BatchBenchmark.Payment;
import roundhouse.featureengine.language.EntityEvents;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Four features of each payment over one window with a resolution: how their cost grows with the
/// window's length.
///
/// ```
/// WindowBenchmark pay.parquet out.parquet THREADS MEMORY_MIB LENGTH STEP
/// ```
public final class WindowBenchmark {
  private WindowBenchmark() {}

  private static FeatureSet<Payment> features(Duration length, Duration step) {
    EntityEvents<Payment, Payment> earlier =
        BatchBenchmark.PAID.where(Payment::card).equalTo(Payment::card);
    return FeatureSet.askedBy(BatchBenchmark.PAID)
        .named("card-window")
        .version(1)
        .feature("count", earlier.count().within(length).inStepsOf(step))
        .feature("sum", earlier.sum(Payment::amount).within(length).inStepsOf(step))
        .feature("max", earlier.max(Payment::amount).within(length).inStepsOf(step))
        .feature("mean", earlier.mean(Payment::amount).within(length).inStepsOf(step));
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
    FeatureSet<Payment> features =
        features(Duration.parse(arguments[4]), Duration.parse(arguments[5]));
    Program program = Program.of(features.plan());
    try (ObjectStore store = ObjectStores.onDisk(Objects.requireNonNull(source.getParent()))) {
      ObjectKey file = ObjectKey.of(source.getFileName().toString());
      EngineResult result =
          new TableFeatures(store, Map.of("paid", file))
              .compute(program, target, Codec.SNAPPY, options);
      System.out.printf(
          "roundhouse %.2f s, %,d rows%n", (System.nanoTime() - start) / 1e9, result.rows());
    }
  }
}
