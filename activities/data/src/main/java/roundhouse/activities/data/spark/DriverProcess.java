package roundhouse.activities.data.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import roundhouse.featureengine.batch.PartitionListener;

/// A running driver. Its standard input stays open and silent: the driver ends when it does.
final class DriverProcess implements AutoCloseable {
  private static final long MILLIS_BETWEEN_REPORTS = 250;
  private static final int BAD_DATA = 65;

  private final Process process;
  private final Thread output;
  private final Thread errors;
  private volatile double fraction;
  private volatile long rows;
  private volatile String lastWords = "ended without a word";

  /// How a driver ended.
  enum End {
    DONE,
    /// A retry cannot help.
    BAD_DATA,
    FAILED
  }

  private DriverProcess(Process process) {
    this.process = process;
    output = read("spark-driver-output", process.getInputStream(), this::note);
    errors = read("spark-driver-errors", process.getErrorStream(), line -> lastWords = line);
  }

  static DriverProcess start(List<String> command) {
    try {
      return new DriverProcess(new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread read(String name, InputStream stream, Consumer<String> line) {
    return Thread.ofPlatform().daemon().name(name).start(() -> readAll(stream, line));
  }

  private static void readAll(InputStream stream, Consumer<String> sink) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.isBlank()).forEach(sink);
    } catch (IOException | UncheckedIOException closed) {
      // The driver was killed.
    }
  }

  /// `progress 0.25 1000`
  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (words.length == 3 && words[0].equals("progress")) {
      fraction = Double.parseDouble(words[1]);
      rows = Long.parseLong(words[2]);
    }
  }

  /// Waits for the end, and passes on how far it is. What the listener throws goes to the caller.
  End watch(PartitionListener listener) {
    try {
      while (!process.waitFor(MILLIS_BETWEEN_REPORTS, TimeUnit.MILLISECONDS)) {
        listener.advanced(fraction, rows);
      }
      output.join();
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Spark computed a partition", e);
    }
    return switch (process.exitValue()) {
      case 0 -> End.DONE;
      case BAD_DATA -> End.BAD_DATA;
      default -> End.FAILED;
    };
  }

  /// The last line that the driver said of its errors: why it failed.
  String lastWords() {
    return lastWords;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
