package roundhouse.activities.training.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operator's configuration of training, under `roundhouse.training`.
///
/// @param runsDir folder of run folders, one for each attempt
/// @param workflowsDir folder of the users' training workflows, one `<name>.py` each
/// @param cacheDir the tools cache; Python environments are made below its `python` folder
/// @param python interpreter to make environments with; null means the first suitable one on PATH
/// @param heartbeatInterval how often a running training is looked at and reported, at most
/// @param cancellationGrace how long a cancelled trainer may take to end before it is killed
/// @param threads that a trainer may use; part of what determines a model's bits
/// @param jvmHeap of the JVM trainer, as for `-Xmx`
public record TrainingOptions(
    Path runsDir,
    Path workflowsDir,
    Path cacheDir,
    @Nullable Path python,
    Duration heartbeatInterval,
    Duration cancellationGrace,
    int threads,
    String jvmHeap) {
  public TrainingOptions {
    List<String> problems = new ArrayList<>();
    if (!heartbeatInterval.isPositive()) {
      problems.add(
          "roundhouse.training.heartbeat-interval '%s': expected a positive duration; e.g. PT1S"
              .formatted(heartbeatInterval));
    }
    if (cancellationGrace.isNegative()) {
      problems.add(
          "roundhouse.training.cancellation-grace '%s': expected zero or more; e.g. PT10S"
              .formatted(cancellationGrace));
    }
    if (threads < 1) {
      problems.add(
          "roundhouse.training.threads '%d': expected 1 or more; e.g. 2".formatted(threads));
    }
    if (!jvmHeap.matches("[1-9][0-9]*[mg]")) {
      problems.add(
          "roundhouse.training.jvm-heap '%s': expected a size; e.g. 1g".formatted(jvmHeap));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /// Everything below one state folder, but for the users' workflows and the tools cache.
  public static TrainingOptions standard(Path stateDir, Path workflowsDir, Path cacheDir) {
    return new TrainingOptions(
        stateDir.resolve("runs"),
        workflowsDir,
        cacheDir,
        null,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        2,
        "1g");
  }
}
