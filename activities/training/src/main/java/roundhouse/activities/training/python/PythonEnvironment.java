package roundhouse.activities.training.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.activities.training.process.Command;
import roundhouse.storage.Digests;

/// A virtual environment with the pinned libraries, one for each (requirements, interpreter),
/// shared by all processes of this machine. It is made aside and moved to its place when it is
/// whole.
final class PythonEnvironment {
  private static final Logger LOG = LoggerFactory.getLogger(PythonEnvironment.class);
  private static final Duration LIMIT = Duration.ofMinutes(20);

  private final Path folder;
  private final Interpreter interpreter;
  private final Duration interval;
  private final Path environment;

  /// @param folder of all environments
  /// @param interval in which progress is told at least once
  PythonEnvironment(Path folder, Interpreter interpreter, Duration interval) {
    this.folder = folder;
    this.interpreter = interpreter;
    this.interval = interval;
    this.environment = folder.resolve(key());
  }

  private String key() {
    var sha256 = Digests.sha256();
    sha256.update(interpreter.identity().getBytes(StandardCharsets.UTF_8));
    sha256.update(TrainerProgram.requirements());
    return Digests.hex(sha256.digest()).substring(0, 16);
  }

  Path executable() {
    return environment.resolve("bin").resolve("python");
  }

  boolean isReady() {
    return Files.isExecutable(executable());
  }

  /// Makes the environment unless it is there. One process makes it, others wait for that one.
  void ensure(Consumer<String> progress) throws InterruptedException {
    if (isReady()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve(environment.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        FileLock lock = tryLock(channel);
        while (lock == null) {
          progress.accept("waiting for another process to make the Python environment");
          Thread.sleep(interval);
          lock = tryLock(channel);
        }
        if (!isReady()) {
          make(progress);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Null while another thread or process holds it.
  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByAnotherThread) {
      return null;
    }
  }

  private void make(Consumer<String> progress) throws IOException, InterruptedException {
    removeUnfinished();
    Path aside = Files.createTempDirectory(folder, environment.getFileName() + ".making-");
    try {
      LOG.info(
          "Making the Python environment {} with Python {}", environment, interpreter.version());
      Path python = aside.resolve("bin").resolve("python");
      Path requirements = aside.resolve("requirements.lock");
      Files.write(requirements, TrainerProgram.requirements());
      step(
          "making the Python environment",
          progress,
          List.of(interpreter.executable().toString(), "-I", "-m", "venv", aside.toString()));
      step(
          "installing Python libraries",
          progress,
          List.of(
              python.toString(),
              "-m",
              "pip",
              "install",
              "--no-deps",
              "--only-binary=:all:",
              "--no-input",
              "--no-warn-script-location",
              "--disable-pip-version-check",
              "--requirement",
              requirements.toString()));
      step(
          "compiling Python libraries",
          progress,
          List.of(python.toString(), "-c", "import numpy, pyarrow.parquet, scipy.sparse, xgboost"));
      Folders.moveUnlessPresent(aside, environment);
    } finally {
      Folders.delete(aside);
    }
  }

  /// What a killed process left.
  private void removeUnfinished() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      entries
          .filter(
              entry ->
                  entry.getFileName().toString().startsWith(environment.getFileName() + ".making-"))
          .forEach(Folders::delete);
    }
  }

  private void step(String name, Consumer<String> progress, List<String> words)
      throws InterruptedException {
    progress.accept(name);
    Command.Result result = new Command(words).run(LIMIT, interval, () -> progress.accept(name));
    if (!result.isSuccess()) {
      throw new IllegalStateException(
          "Python environment: %s failed: %s; check the package index and the disk, and try again"
              .formatted(name, result.end()));
    }
  }
}
