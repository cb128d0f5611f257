package roundhouse.activities.training.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program run for its output, which goes through a file so that no pipe can fill up.
public record Command(List<String> words) {
  public Command {
    words = List.copyOf(words);
  }

  public Command(String... words) {
    this(List.of(words));
  }

  /// How a program ended.
  ///
  /// @param status exit status; -1 where the program could not be started or took too long
  /// @param output of both streams, or why there is none
  public record Result(int status, String output) {
    public boolean isSuccess() {
      return status == 0;
    }

    /// The last lines, for a message.
    public String end() {
      List<String> lines = output.strip().lines().toList();
      return String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }
  }

  /// Runs the program to its end or for at most `limit`.
  public Result run(Duration limit) throws InterruptedException {
    return run(limit, limit, () -> {});
  }

  /// As [#run(Duration)], and calls `tick` at least once in each interval. Whatever that throws
  /// ends the program.
  public Result run(Duration limit, Duration interval, Runnable tick) throws InterruptedException {
    Path output;
    try {
      output = Files.createTempFile("roundhouse-", ".out");
    } catch (IOException failure) {
      return new Result(-1, failure.toString());
    }
    try {
      return run(limit, interval, tick, output);
    } catch (IOException failure) {
      return new Result(-1, failure.toString());
    } finally {
      output.toFile().delete();
    }
  }

  private Result run(Duration limit, Duration interval, Runnable tick, Path output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(new java.io.File("/dev/null"))
            .start();
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      while (!process.waitFor(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        tick.run();
        if (System.nanoTime() - deadline > 0) {
          return new Result(-1, "no end within " + limit + "\n" + Files.readString(output));
        }
      }
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }
}
