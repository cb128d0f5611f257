package roundhouse.workers.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/// One line that says what is being done and how far it is. On a terminal it is redrawn in place
/// with a bar; otherwise a line is written when the stage changes, and every ten seconds.
public final class ProgressLine implements AutoCloseable {
  private static final int BAR = 24;
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final String heading;
  private final long start = System.nanoTime();
  private String result = "";
  private String lastStage = "";
  private long lastWritten = start;
  private boolean finished;

  private ProgressLine(Terminal terminal, String heading) {
    this.terminal = terminal;
    this.heading = heading;
  }

  public static ProgressLine start(Terminal terminal, String heading) {
    ProgressLine line = new ProgressLine(terminal, heading);
    if (terminal.animated()) {
      line.draw(heading);
    } else {
      terminal.printError(heading);
    }
    return line;
  }

  /// Says how far the work is: `fraction` of its `stage`, from 0 to 1.
  public void at(String stage, double fraction, String detail) {
    if (terminal.animated()) {
      draw("%s  %s  %s".formatted(heading, bar(fraction), join(stage, detail, elapsed())));
      return;
    }
    long now = System.nanoTime();
    if (!stage.equals(lastStage) || now - lastWritten >= QUIET.toNanos()) {
      String percent = fraction > 0 ? String.format(Locale.ROOT, "%.0f %%", fraction * 100) : "";
      terminal.printError("      " + join(stage, percent, detail, elapsed()));
      lastStage = stage;
      lastWritten = now;
    }
  }

  /// What came of it, shown when it finishes.
  public void result(String result) {
    this.result = result;
  }

  /// Ends the line as done.
  public void finish(String took) {
    finished = true;
    erase();
    if (terminal.animated()) {
      terminal.printError(
          "%s: %s".formatted(heading, join(result.isEmpty() ? "done" : result, took)));
    } else {
      terminal.printError("      " + join(result.isEmpty() ? "done" : result, took));
    }
  }

  /// Leaves the heading standing where the work failed, so that the error below it has a subject.
  @Override
  public void close() {
    if (!finished) {
      erase();
      terminal.printError(terminal.animated() ? heading + ": failed" : "      failed");
    }
  }

  private void draw(String text) {
    String line =
        text.length() < terminal.columns() ? text : text.substring(0, terminal.columns() - 1);
    terminal.err().print("\r\u001b[K" + line);
    terminal.err().flush();
  }

  private void erase() {
    if (terminal.animated()) {
      terminal.err().print("\r\u001b[K");
    }
  }

  private String elapsed() {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s";
  }

  private static String bar(double fraction) {
    int filled = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
    return "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "]";
  }

  private static String join(String... parts) {
    StringBuilder joined = new StringBuilder();
    for (String part : parts) {
      if (!part.isBlank()) {
        joined.append(joined.isEmpty() ? "" : " · ").append(part);
      }
    }
    return joined.toString();
  }
}
