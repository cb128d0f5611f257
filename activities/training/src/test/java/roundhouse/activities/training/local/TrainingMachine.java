package roundhouse.activities.training.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import roundhouse.activities.training.python.PythonTrainer;
import roundhouse.activities.training.runner.EncodedFeature;
import roundhouse.activities.training.runner.PreparedInputs;
import roundhouse.activities.training.runner.PreparedInputs.PreparedFile;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.trainer.EncodedRows;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.TrainingInputs;

/// A machine that trains, for tests: a store with small prepared inputs, folders below one
/// temporary folder, and the Python environments of this machine's tools cache.
public final class TrainingMachine {
  public static final String GOOD_WORKFLOW =
      """
      import xgboost

      def train(features, labels, params, context):
          rounds = int(params.get("rounds", 10))
          return xgboost.train(
              {"objective": "binary:logistic", "seed": context.seed, "nthread": context.threads},
              features.to_dmatrix(labels),
              num_boost_round=rounds,
              callbacks=[context.boosting_progress(rounds)],
          )
      """;

  private static final int ROWS = 2_000;
  private static final List<EncodedFeature> FEATURES =
      List.of(
          new EncodedFeature("delay", null),
          new EncodedFeature("distance", null),
          new EncodedFeature("carrier", List.of("AA", "B6", "DL", "UA", "WN")));

  private final Path folder;
  private final TrainingOptions options;
  private final ObjectStore store;

  public TrainingMachine(Path folder) throws IOException {
    this(folder, "256m");
  }

  public TrainingMachine(Path folder, String jvmHeap) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("workflows"));
    this.options =
        new TrainingOptions(
            folder.resolve("runs"),
            folder.resolve("workflows"),
            toolsCache(),
            null,
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            2,
            jvmHeap);
    this.store = ObjectStores.onDisk(folder.resolve("store"));
  }

  private static Path toolsCache() {
    Path userCache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    return Optional.ofNullable(System.getenv("ROUNDHOUSE_CACHE"))
        .map(Path::of)
        .orElse(userCache.resolve("roundhouse"));
  }

  /// Skips the test, saying why, where Python trainings cannot run.
  public PythonTrainer assumePython() throws InterruptedException {
    PythonTrainer python = new PythonTrainer(options);
    PythonTrainer.Availability availability = python.availability();
    assumeTrue(availability.available(), availability.reason());
    return python;
  }

  public TrainingOptions options() {
    return options;
  }

  public ObjectStore store() {
    return store;
  }

  public LocalRunner runner() {
    return LocalRunner.using(store, options);
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  public void writeWorkflow(String name, String code) throws IOException {
    Files.writeString(options.workflowsDir().resolve(name + ".py"), code);
  }

  /// An attempt at a training whose inputs are put into the store.
  public TrainingRun run(
      String trainingId, int attempt, String workflow, Map<String, Object> params)
      throws IOException {
    return new TrainingRun(trainingId, attempt, prepare(trainingId), workflow, params, "cpu");
  }

  private PreparedInputs prepare(String trainingId) throws IOException {
    Instant from = Instant.parse("2013-01-01T00:00:00Z");
    Path train = Files.createTempDirectory(folder, "rows").resolve("train.parquet");
    Path golden = train.resolveSibling("golden.parquet");
    writeRows(train, golden);
    ObjectKey directory = ObjectKey.of("trainings/" + trainingId + "/inputs");
    return new PreparedInputs(
        Digests.sha256Hex(trainingId),
        new TrainingInputs(trainingId, directory.value(), "", "", from, from, from, from, ROWS),
        "late-arrival@1",
        "",
        FEATURES,
        "late",
        new PreparedFile("none", 0, ""),
        put(directory, train),
        put(directory, golden));
  }

  private static void writeRows(Path train, Path golden) {
    SplittableRandom random = new SplittableRandom(7);
    try (var trainRows =
            new EncodedRows.Writer(train, List.of("delay", "distance", "carrier", "late"));
        var goldenRows = new EncodedRows.Writer(golden, List.of("delay", "distance", "carrier"))) {
      for (int row = 0; row < ROWS; row++) {
        float delay = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian();
        float distance = random.nextInt(100, 2_500);
        float carrier = random.nextInt(5);
        float late = (Float.isNaN(delay) ? 0 : delay) + carrier / 3 > random.nextDouble() ? 1 : 0;
        trainRows.write(delay, distance, carrier, late);
        if (row < 100) {
          goldenRows.write(delay, distance, carrier);
        }
      }
    }
  }

  private PreparedFile put(ObjectKey directory, Path file) throws IOException {
    ObjectKey key = directory.resolve(file.getFileName().toString());
    store.putOnce(key, file);
    return new PreparedFile(key.value(), Files.size(file), Digests.sha256Hex(file));
  }
}
