package roundhouse.activities.data.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.featureengine.batch.PartitionListener;

/// A running driver, told its settings on its standard input, which then stays open and silent: the
/// driver ends when it does. What it says is believed in no more than form: lines are cut, and what
/// is not understood is passed over. Its log goes to this process's.
final class DriverProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverProcess.class);
  private static final long MILLIS_BETWEEN_REPORTS = 250;
  private static final long SECONDS_TO_END = 10;
  private static final int LONGEST_LINE = 2_000;
  private static final int BAD_DATA = 65;
  private static final Pattern PROGRESS =
      Pattern.compile("progress ([0-9](?:\\.[0-9]+)?(?:E-[0-9]+)?) ([0-9]{1,18})");
  private static final String FAILED = "failed ";

  private final String name;
  private final Process process;
  private final Thread output;
  private final Thread errors;
  private volatile double fraction;
  private volatile long rows;
  private volatile @Nullable String reason;
  private volatile String lastWords = "nothing";

  /// How a driver ended.
  enum End {
    DONE,
    /// A retry cannot help.
    BAD_DATA,
    FAILED
  }

  private DriverProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    output = read("spark-driver-output", process.getInputStream(), this::note);
    errors = read("spark-driver-errors", process.getErrorStream(), this::log);
  }

  /// @param name for the log
  static DriverProcess start(String name, ProcessBuilder command, Map<String, String> settings) {
    try {
      Process process = command.start();
      tell(process, settings);
      return new DriverProcess(name, process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(Process process, Map<String, String> settings) {
    StringBuilder lines = new StringBuilder();
    settings.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    try {
      process
          .getOutputStream()
          .write(lines.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException ended) {
      // How it ended says why.
    }
  }

  private static Thread read(String name, InputStream stream, Consumer<String> line) {
    return Thread.ofPlatform().daemon().name(name).start(() -> readAll(stream, line));
  }

  private static void readAll(InputStream stream, Consumer<String> sink) {
    try (Reader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int next = text.read(); next >= 0; next = text.read()) {
        if (next == '\n') {
          end(line, sink);
        } else if (line.length() < LONGEST_LINE) {
          line.append(Character.isISOControl(next) ? ' ' : (char) next);
        }
      }
      end(line, sink);
    } catch (IOException closed) {
      // The driver was killed.
    }
  }

  private static void end(StringBuilder line, Consumer<String> sink) {
    if (!line.toString().isBlank()) {
      sink.accept(line.toString().strip());
    }
    line.setLength(0);
  }

  /// `progress 0.25 1000`, `failed Object '…': …`
  private void note(String line) {
    Matcher progress = PROGRESS.matcher(line);
    if (progress.matches()) {
      fraction = Math.min(1, Double.parseDouble(progress.group(1)));
      rows = Long.parseLong(progress.group(2));
    } else if (line.startsWith(FAILED)) {
      reason = line.substring(FAILED.length());
    }
  }

  private void log(String line) {
    lastWords = line;
    LOG.info("Spark driver {}: {}", name, line);
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

  /// Why it failed: in its own words, or by how it ended where it could say nothing.
  String reason() {
    String said = reason;
    return said != null
        ? said
        : "its driver ended with status %d, and last said: %s"
            .formatted(process.exitValue(), lastWords);
  }

  /// Asks the driver to end, so that its executors and files go with it, and then makes sure.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().onExit().join();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly().onExit().join();
      Thread.currentThread().interrupt();
    }
  }
}
