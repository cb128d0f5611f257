package roundhouse.workers.cli.terminal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// A numbered list of steps as they run: `[3/9] Backfill a year of flights`, a bar while a step
/// takes long, and what came of it with the seconds it took. Not safe for use by several threads.
public final class Steps {
  /// One step's work; it may report how far it is.
  public interface Work<T> {
    T run(ProgressLine progress);
  }

  private final Terminal terminal;
  private final int total;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private int number;

  public Steps(Terminal terminal, int total) {
    this.terminal = terminal;
    this.total = total;
  }

  /// Runs a step and shows it; `key` names its duration in [#seconds()].
  public <T> T run(String key, String title, Work<T> work) {
    number++;
    String heading = "[%d/%d] %s".formatted(number, total, title);
    long start = System.nanoTime();
    try (ProgressLine progress = ProgressLine.start(terminal, heading)) {
      T result = work.run(progress);
      double took = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
      seconds.merge(key, took, Double::sum);
      progress.finish(String.format(Locale.ROOT, "%.1f s", took));
      return result;
    }
  }

  /// As [#run], for work without a result.
  public void perform(String key, String title, Consumer<ProgressLine> work) {
    var unused =
        run(
            key,
            title,
            progress -> {
              work.accept(progress);
              return Boolean.TRUE;
            });
  }

  /// Seconds that each key's steps took, in the order they first ran.
  public Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
