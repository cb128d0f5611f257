package roundhouse.temporal.testkit;

import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs of workflows as files: recorded from a server once a release, replayed in every build, so
/// that a change of workflow code which would stop running workflows fails here first.
public final class Histories {
  // A process's identity, which is also the start of its sticky queue's name.
  private static final Pattern PROCESS = Pattern.compile("\\d+@[A-Za-z0-9._-]+");

  private Histories() {}

  /// Writes a finished run's events to `folder/<name>.json`, less the names of the processes that
  /// took part: they hold the machine's.
  public static void record(WorkflowClient client, String workflowId, Path folder, String name) {
    WorkflowExecutionHistory history = client.fetchHistory(workflowId);
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(name + ".json"),
          PROCESS.matcher(history.toJson(true)).replaceAll("1@recorded") + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The recorded histories of a folder, by name.
  public static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs `workflows`, one of which made the history, through it again; throws where they would do
  /// anything else.
  public static void replay(Path history, Class<?>... workflows) throws Exception {
    try (TestWorkflowEnvironment environment = TestEnvironments.create()) {
      Worker worker = environment.newWorker("replay");
      worker.registerWorkflowImplementationTypes(workflows);
      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(Files.readString(history)), worker);
    }
  }
}
