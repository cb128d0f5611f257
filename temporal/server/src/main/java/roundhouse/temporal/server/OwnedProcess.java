package roundhouse.temporal.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of ours that never outlives this one.
///
/// A small shell stands between: it starts the command in a process group of its own, so that a
/// terminal's Ctrl-C leaves the order of stopping to us, and ends it when its standard input
/// closes, which the operating system does for us even if this process is killed.
public final class OwnedProcess implements AutoCloseable {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final int TAIL_LINES = 20;

  // $1 is the log; the rest is the command. Descriptor 3 keeps our standard input, for a background
  // job's own would be /dev/null. Debian's sh has no job control without a terminal, so setsid
  // makes
  // the group; where there is none, as on macOS, sh has it always.
  private static final String GUARD =
      """
      log=$1; shift
      exec 3<&0
      trap '' INT HUP
      if command -v setsid >/dev/null; then
        setsid "$@" >>"$log" 2>&1 3<&- </dev/null &
      else
        set -m
        "$@" >>"$log" 2>&1 3<&- </dev/null &
        set +m
      fi
      owned=$!
      echo "$owned"
      {
        read -r _ <&3
        kill -TERM "$owned"
        waited=0
        while [ "$waited" -lt 40 ] && kill -0 "$owned"; do
          sleep 0.2 </dev/null
          waited=$((waited + 1))
        done
        kill -KILL -"$owned"
      } >/dev/null 2>&1 &
      watch=$!
      wait "$owned"
      status=$?
      kill -KILL "$watch" 2>/dev/null
      exit "$status"
      """;

  // The guard leaves its owner's session, so that a signal to the owner's whole group spares it.
  private static final String IN_OWN_SESSION =
      "command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

  private final Process guard;
  private final ProcessHandle owned;
  private final Path log;

  private OwnedProcess(Process guard, ProcessHandle owned, Path log) {
    this.guard = guard;
    this.owned = owned;
    this.log = log;
  }

  /// Starts the command with these variables added to the environment; its output is appended to
  /// `log`, whose folder is made. Throws where there is no POSIX shell or the folder cannot be
  /// made; a command that cannot be run ends at once.
  public static OwnedProcess start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    List<String> guarded =
        new ArrayList<>(List.of("sh", "-c", IN_OWN_SESSION, "sh", "sh", "-c", GUARD));
    guarded.addAll(List.of("roundhouse-guard", log.toString()));
    guarded.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(guarded).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process guard = builder.start();
    return new OwnedProcess(guard, readOwned(guard), log);
  }

  private static ProcessHandle readOwned(Process guard) throws IOException {
    BufferedReader output = guard.inputReader();
    String pid = output.readLine();
    if (pid == null) {
      throw new IOException("its shell ended at once");
    }
    return ProcessHandle.of(Long.parseLong(pid)).orElseGet(guard::toHandle);
  }

  /// The process itself.
  public ProcessHandle handle() {
    return owned;
  }

  public boolean isAlive() {
    return owned.isAlive();
  }

  /// Waits until it ends by itself and returns its exit status.
  public int await() throws InterruptedException {
    return guard.waitFor();
  }

  /// The last lines of its output.
  public String logTail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException unreadable) {
      return "(" + log + " cannot be read)";
    }
  }

  /// Asks the process to end, and ends it after ten seconds. Doing it again changes nothing.
  @Override
  public void close() {
    owned.destroy();
    try {
      if (!guard.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        owned.destroyForcibly();
        guard.waitFor();
      }
    } catch (InterruptedException e) {
      owned.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
