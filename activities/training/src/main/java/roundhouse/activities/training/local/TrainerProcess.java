package roundhouse.activities.training.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import roundhouse.activities.training.process.Command;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.activities.training.trainer.Trainer;

/// A trainer that lives in a run folder, the head of a process group of its own.
final class TrainerProcess {
  /// A trainer ends when its standard input does, so the input must stay open though nobody may be
  /// waiting for the trainer: a process without references could be closed by the collector.
  private static final Set<Process> STARTED_HERE = ConcurrentHashMap.newKeySet();

  /// What a trainer needs beyond its grace to end what it started.
  private static final Duration CLEANING_UP = Duration.ofSeconds(3);

  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

  private final RunFolder folder;
  private final ProcessHandle handle;

  private TrainerProcess(RunFolder folder, ProcessHandle handle) {
    this.folder = folder;
    this.handle = handle;
  }

  /// Starts a trainer in a folder that has its request.
  static TrainerProcess start(Trainer.Launch launch, RunFolder folder) {
    List<String> words = new ArrayList<>(launch.command());
    words.add(folder.path().toAbsolutePath().toString());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(launch.environment());
    environment.put("HOME", folder.path().toAbsolutePath().toString());
    try {
      Process process = builder.start();
      STARTED_HERE.add(process);
      var unused = process.onExit().whenComplete((ended, failure) -> STARTED_HERE.remove(process));
      return new TrainerProcess(folder, process.toHandle());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The trainer that lives in a folder, whoever started it; empty where it has just ended.
  static Optional<TrainerProcess> find(RunFolder folder) {
    return folder.process().stream()
        .boxed()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .map(handle -> new TrainerProcess(folder, handle))
        .findFirst();
  }

  RunFolder folder() {
    return folder;
  }

  /// Waits for the end, at most that long.
  boolean endsWithin(Duration patience) throws InterruptedException {
    try {
      handle.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Ends the trainer and everything it started: first asks, then kills. Returns when it is gone,
  /// also on an interrupted thread.
  void end(Duration grace) {
    boolean wasInterrupted = false;
    try {
      signal("TERM");
      if (endsWithin(grace.plus(CLEANING_UP))) {
        return;
      }
    } catch (InterruptedException interrupted) {
      wasInterrupted = true;
    }
    kill();
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Kills whatever is left of the group.
  void kill() {
    boolean wasInterrupted = Thread.interrupted();
    try {
      signal("KILL");
      handle.onExit().join();
    } catch (InterruptedException interrupted) {
      wasInterrupted = true;
      handle.destroyForcibly();
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// To the whole group; to the process alone where it has not made its group yet.
  private void signal(String name) throws InterruptedException {
    String script = "kill -s \"$1\" -- \"-$2\" 2>/dev/null || kill -s \"$1\" \"$2\" 2>/dev/null";
    new Command("sh", "-c", script, "sh", name, Long.toString(handle.pid())).run(SIGNAL_LIMIT);
  }
}
