package roundhouse.activities.training.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingRun;

/// A process that starts attempt 1 of `training-1` and waits for it until it is killed.
public final class LonelyWorker {
  private LonelyWorker() {}

  /// Starts the process on a [TrainingMachine] in that folder.
  ///
  /// @param params names and values in turn
  public static Process start(Path folder, String workflow, String... params) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LonelyWorker.class.getName(),
                folder.toString(),
                workflow));
    words.addAll(List.of(params));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("worker.log").toFile())
        .start();
  }

  /// Takes the machine's folder, the workflow, and its parameters in turn.
  public static void main(String[] arguments) throws Exception {
    TrainingMachine machine = new TrainingMachine(Path.of(arguments[0]));
    Map<String, Object> params = new HashMap<>();
    for (int i = 2; i < arguments.length; i += 2) {
      params.put(arguments[i], number(arguments[i + 1]));
    }
    TrainingRun run = machine.run("training-1", 1, arguments[1], params);
    TrainingOutcome unused = machine.runner().submit(run, told -> {}).await(told -> {});
  }

  private static Object number(String text) {
    return text.chars().allMatch(Character::isDigit) ? (Object) Integer.valueOf(text) : text;
  }
}
