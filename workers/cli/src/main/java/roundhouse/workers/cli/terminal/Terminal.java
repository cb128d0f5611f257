package roundhouse.workers.cli.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where output goes: results to `out`, progress and errors to `err`. Progress is redrawn in place
/// on a terminal and written as plain lines otherwise, so that a log of it stays readable.
///
/// @param animated whether `err` is a terminal
/// @param columns its width in characters
public record Terminal(PrintStream out, PrintStream err, boolean animated, int columns) {
  private static final int NARROWEST = 40;
  private static final int USUAL = 80;

  public Terminal {
    columns = Math.max(NARROWEST, columns);
  }

  /// The process's own streams; `./roundhouse` says in two system properties whether standard error
  /// is a terminal and how wide, which the JDK cannot tell.
  public static Terminal ofProcess() {
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("roundhouse.terminal"),
        Integer.getInteger("roundhouse.columns", USUAL));
  }

  public void print(String line) {
    out.println(line);
  }

  public void printError(String line) {
    err.println(line);
  }
}
