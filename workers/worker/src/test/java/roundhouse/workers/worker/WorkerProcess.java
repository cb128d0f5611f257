package roundhouse.workers.worker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import roundhouse.temporal.server.OwnedProcess;

/// The worker as a process of its own, to be killed.
final class WorkerProcess implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);
  private static final Duration STAGE_PATIENCE = Duration.ofMinutes(4);
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);
  private static final Duration END_PATIENCE = Duration.ofMinutes(2);
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final OwnedProcess process;
  private final Path log;

  private WorkerProcess(OwnedProcess process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// Starts it; returns once its workers poll.
  ///
  /// @param temporal target of the server
  /// @param folder holds `store`, and gets the runs and the log
  static WorkerProcess start(String temporal, Path folder) {
    return start(temporal, folder, List.of());
  }

  /// As [#start(String, Path)], with more of the operator's configuration.
  static WorkerProcess start(String temporal, Path folder, List<String> configuration) {
    Path log = folder.resolve("worker-%d.log".formatted(STARTED.incrementAndGet()));
    try {
      WorkerProcess worker =
          new WorkerProcess(
              OwnedProcess.start(command(temporal, folder, configuration), Map.of(), log), log);
      await()
          .atMost(START_PATIENCE)
          .until(() -> worker.logs("Workers started") || !worker.isAlive());
      if (!worker.isAlive()) {
        throw new IllegalStateException("the worker ended: " + worker.process.logTail());
      }
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String temporal, Path folder, List<String> configuration) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName(),
            "--roundhouse.store=" + folder.resolve("store"),
            "--roundhouse.temporal.target=" + temporal,
            "--roundhouse.training.runs-dir=" + folder.resolve("runs"),
            // One partition at a time leaves some to do when the worker dies.
            "--roundhouse.workers.concurrent-backfills=1"));
    command.addAll(configuration);
    return command;
  }

  /// Processes that it started whose command names that class.
  Set<ProcessHandle> running(String className) {
    return process
        .handle()
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").contains(className))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  private boolean logs(String text) throws IOException {
    return Files.readString(log).contains(text);
  }

  /// Kills the worker with SIGKILL at an instant at which `stage` holds, and returns the processes
  /// that it had started. It is stopped first: what holds of a stopped process goes on to hold
  /// until it is killed.
  Set<ProcessHandle> killIn(BooleanSupplier stage) {
    await()
        .atMost(STAGE_PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> stage.getAsBoolean() && staysSoWhenStopped(stage));
    Set<ProcessHandle> started =
        process.handle().descendants().collect(Collectors.toUnmodifiableSet());
    process.handle().destroyForcibly();
    process.handle().onExit().join();
    return started;
  }

  /// Stops the worker as a deployment does, with SIGTERM, and waits until it and its trainers have
  /// ended by themselves.
  void stop() {
    Set<ProcessHandle> all =
        Stream.concat(Stream.of(process.handle()), process.handle().descendants())
            .collect(Collectors.toUnmodifiableSet());
    process.handle().destroy();
    await().atMost(STOP_PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  private boolean staysSoWhenStopped(BooleanSupplier stage) {
    signal("STOP");
    pause();
    if (stage.getAsBoolean()) {
      return true;
    }
    signal("CONT");
    return false;
  }

  // A response on its way when the process was stopped arrives.
  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.handle().pid()))
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until all of these processes have ended.
  static void awaitEnd(Set<ProcessHandle> processes) {
    await().atMost(END_PATIENCE).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  /// Processes of this machine that name the folder in their command.
  static List<String> naming(Path folder) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(WorkerProcess::isProcess).toList()) {
        String command = commandLine(process);
        if (command.contains(folder.toString())) {
          found.add(process.getFileName() + ": " + command);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static boolean isProcess(Path entry) {
    return entry.getFileName().toString().matches("\\d+");
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return ""; // it ended meanwhile
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
