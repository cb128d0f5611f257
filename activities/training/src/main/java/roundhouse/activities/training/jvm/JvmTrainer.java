package roundhouse.activities.training.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.trainer.Trainer;
import roundhouse.temporal.contracts.Problem;

/// Trains with XGBoost4J in a JVM of its own, on this process's class path. Its one workflow is
/// `jvm:xgboost`.
public final class JvmTrainer implements Trainer {
  private static final String ONLY_WORKFLOW = "xgboost";

  /// How a JVM ends its log that had no memory left; there is none then to write a report with.
  public static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";

  private static final String VERSION_FILE = "/xgboost4j-version.properties";

  private final TrainingOptions options;

  public JvmTrainer(TrainingOptions options) {
    this.options = options;
  }

  @Override
  public List<Problem> check(String name, Map<String, Object> params) {
    if (!name.equals(ONLY_WORKFLOW)) {
      return List.of(
          new Problem("Workflow", "jvm:" + name, "jvm:" + ONLY_WORKFLOW, "name that one"));
    }
    return BoostingParameters.check(params);
  }

  /// Its code is the platform's own, hence `unversioned`: the library's version says what it is.
  ///
  /// Threads wait passively for each other: spinning, which is OpenMP's habit, made a training on a
  /// busy machine several times slower.
  @Override
  public Launch prepare(String name, Consumer<String> progress) {
    return new Launch(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + options.jvmHeap(),
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            XgboostProgram.class.getName()),
        Map.of("LANG", "C.UTF-8", "OMP_WAIT_POLICY", "PASSIVE"),
        "unversioned");
  }

  static String libraryVersion() {
    try (InputStream file = JvmTrainer.class.getResourceAsStream(VERSION_FILE)) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
