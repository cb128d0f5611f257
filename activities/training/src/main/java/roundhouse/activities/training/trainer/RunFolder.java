package roundhouse.activities.training.trainer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The files of one attempt, through which platform and trainer talk.
///
/// The platform writes `request.json`, `train.parquet` and `golden.parquet` and then starts the
/// trainer, whose output goes to `log.txt`. The trainer locks `lock` as long as anything of it
/// lives, writes `process.json` (its process id, which is also its process group's), appends to
/// `progress.jsonl`, writes the model and last, atomically, `outcome.json`.
public record RunFolder(Path path) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
  private static final Duration LOCK_RETRY = Duration.ofMillis(50);

  /// A channel without references would be closed by the collector, and the lock be gone.
  private static final List<FileChannel> HELD_UNTIL_EXIT = new CopyOnWriteArrayList<>();

  private record RunningProcess(long pid) {}

  public Path file(String name) {
    return path.resolve(name);
  }

  public Path trainRows() {
    return file("train.parquet");
  }

  public Path goldenRows() {
    return file("golden.parquet");
  }

  public Path log() {
    return file("log.txt");
  }

  public void writeRequest(TrainerRequest request) {
    writeAtomically("request.json", request);
  }

  public TrainerRequest request() {
    return find("request.json", TrainerRequest.class)
        .orElseThrow(() -> new UncheckedIOException(new NoSuchFileException("request.json")));
  }

  /// Whether there is a request in the folder.
  public boolean isPresent() {
    return Files.exists(file("request.json"));
  }

  public void writeProcess(long pid) {
    writeAtomically("process.json", new RunningProcess(pid));
  }

  /// Process and process group of the trainer; empty before it has come that far.
  public OptionalLong process() {
    return find("process.json", RunningProcess.class).stream()
        .mapToLong(RunningProcess::pid)
        .findFirst();
  }

  public void writeReport(TrainerReport report) {
    writeAtomically("outcome.json", report);
  }

  /// Empty while the trainer works, and where it ended without a word.
  public Optional<TrainerReport> report() {
    return find("outcome.json", TrainerReport.class);
  }

  public void appendProgress(ReportedProgress progress) {
    try {
      Files.writeString(
          file("progress.jsonl"),
          JSON.writeValueAsString(progress) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The latest whole line of progress; reads only the file's end.
  public Optional<ReportedProgress> latestProgress() {
    String[] lines =
        new String(tail(file("progress.jsonl"), 4_096), StandardCharsets.UTF_8).split("\n", -1);
    // What follows the last line break is being written; what precedes the first may be cut.
    return lines.length < 2 ? Optional.empty() : progress(lines[lines.length - 2]);
  }

  /// Progress is for people: a line that is none, such as one that was cut, is passed over.
  private static Optional<ReportedProgress> progress(String line) {
    try {
      return Optional.ofNullable(JSON.readValue(line, ReportedProgress.class));
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
  }

  /// The end of the log, at most that many bytes.
  public byte[] logTail(int bytes) {
    return tail(log(), bytes);
  }

  /// Whether a trainer lives in this folder.
  public boolean isLocked() {
    if (!Files.exists(file("lock"))) {
      return false;
    }
    try (FileChannel channel = openLock();
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException held) {
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Locks the folder until this process ends. Waits a little, because others try the lock for an
  /// instant to see whether it is held; false: another process has it.
  public boolean lockUntilExit(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      FileChannel channel = openLock();
      while (channel.tryLock() == null) {
        if (System.nanoTime() - deadline > 0) {
          channel.close();
          return false;
        }
        Thread.sleep(LOCK_RETRY);
      }
      HELD_UNTIL_EXIT.add(channel);
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private FileChannel openLock() throws IOException {
    return FileChannel.open(
        file("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /// Makes the folder, empty but for its lock file, which another process may be looking at.
  public void clear() {
    deleteFiles();
    try {
      Files.createDirectories(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Removes the folder with everything in it.
  public void delete() {
    deleteFiles();
    try {
      Files.deleteIfExists(file("lock"));
      Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void deleteFiles() {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!file.equals(path) && !file.equals(file("lock"))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private <T> Optional<T> find(String name, Class<T> type) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file(name)), type));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void writeAtomically(String name, Object document) {
    Path aside = file(name + ".tmp");
    try {
      Files.createDirectories(path);
      try (FileChannel channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        channel.write(java.nio.ByteBuffer.wrap(JSON.writeValueAsBytes(document)));
        channel.force(true);
      }
      Files.move(aside, file(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] tail(Path file, int bytes) {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(0, opened.length() - bytes);
      byte[] content = new byte[(int) (opened.length() - start)];
      opened.seek(start);
      opened.readFully(content);
      return content;
    } catch (java.io.FileNotFoundException none) {
      return new byte[0];
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
