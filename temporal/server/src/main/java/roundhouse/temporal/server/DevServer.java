package roundhouse.temporal.server;

import io.temporal.common.SearchAttributeKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.SearchAttributes;

/// The real Temporal dev server as a process of ours.
///
/// A small shell stands between: it starts the server in a process group of its own, so that a
/// terminal's Ctrl-C leaves the order of stopping to us, and ends it when its standard input
/// closes, which the operating system does for us even if this process is killed.
public final class DevServer implements LocalServer {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  // $1 is the log; the rest is the command. Descriptor 3 keeps our standard input, for a background
  // job's own would be /dev/null.
  private static final String GUARD =
      """
      log=$1; shift
      exec 3<&0
      trap '' INT HUP
      set -m
      "$@" >>"$log" 2>&1 3<&- </dev/null &
      server=$!
      echo "$server"
      {
        read -r _ <&3
        kill -TERM "$server"
        sleep 8 </dev/null
        kill -KILL "$server"
      } >/dev/null 2>&1 &
      guard=$!
      wait "$server"
      status=$?
      kill -KILL -"$guard" 2>/dev/null
      exit "$status"
      """;

  private final Process guard;
  private final ProcessHandle server;
  private final DevServerOptions options;
  private final Thread atExit;

  private DevServer(Process guard, ProcessHandle server, DevServerOptions options) {
    this.guard = guard;
    this.server = server;
    this.options = options;
    this.atExit = new Thread(this::stop, "temporal-dev-server-stop");
  }

  /// Returns once the server answers with namespace and search attributes in place. Throws
  /// [ServerUnavailableException] with the end of its log where it does not come up in a minute.
  public static DevServer start(DevServerOptions wanted) {
    DevServerOptions options = withPorts(wanted);
    DevServer started = launch(options);
    try {
      started.awaitPort();
      NamespaceSetup.ensure(started.target(), options.namespace());
    } catch (RuntimeException e) {
      started.stop();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(started.atExit);
    return started;
  }

  private static DevServerOptions withPorts(DevServerOptions wanted) {
    Integer uiPort = wanted.uiPort();
    return new DevServerOptions(
        wanted.cli(),
        wanted.log(),
        wanted.database(),
        wanted.port() == 0 ? FreePort.choose() : wanted.port(),
        uiPort != null && uiPort == 0 ? Integer.valueOf(FreePort.choose()) : uiPort,
        wanted.namespace());
  }

  private static DevServer launch(DevServerOptions options) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "roundhouse-dev-server"));
    command.add(options.log().toString());
    command.addAll(serverCommand(options));
    try {
      createParents(options.log());
      createParents(options.database());
      Process guard =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new DevServer(guard, readServer(guard), options);
    } catch (IOException e) {
      throw new ServerUnavailableException(
          "Temporal dev server '%s': could not be started; is there a POSIX shell?"
              .formatted(options.cli()),
          e);
    }
  }

  private static void createParents(@Nullable Path file) throws IOException {
    if (file != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
  }

  private static ProcessHandle readServer(Process guard) throws IOException {
    BufferedReader output = guard.inputReader();
    String pid = output.readLine();
    if (pid == null) {
      throw new IOException("its shell ended at once");
    }
    return ProcessHandle.of(Long.parseLong(pid)).orElseGet(guard::toHandle);
  }

  private static List<String> serverCommand(DevServerOptions options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(options.cli().toString(), "server", "start-dev"));
    command.addAll(List.of("--ip", "127.0.0.1", "--port", Integer.toString(options.port())));
    command.addAll(List.of("--namespace", options.namespace(), "--log-level", "warn"));
    if (options.uiPort() == null) {
      command.add("--headless");
    } else {
      command.addAll(List.of("--ui-port", Integer.toString(options.uiPort())));
    }
    if (options.database() != null) {
      command.addAll(List.of("--db-filename", options.database().toString()));
    }
    // In effect at once, where attributes added later are known to the server's parts only with a
    // delay.
    for (SearchAttributeKey<String> key : SearchAttributes.all()) {
      command.addAll(List.of("--search-attribute", key.getName() + "=Keyword"));
    }
    return command;
  }

  @Override
  public String target() {
    return "127.0.0.1:" + options.port();
  }

  @Override
  public String namespace() {
    return options.namespace();
  }

  @Override
  public Optional<URI> uiUrl() {
    return Optional.ofNullable(options.uiPort())
        .map(port -> URI.create("http://127.0.0.1:" + port));
  }

  @Override
  public List<String> lacking() {
    return List.of();
  }

  /// The options in effect, with the ports that were chosen: starting again with them brings the
  /// same server back.
  public DevServerOptions options() {
    return options;
  }

  /// The server itself, for tests that kill it.
  public ProcessHandle process() {
    return server;
  }

  /// Stops the server, at most in ten seconds. Doing it again changes nothing.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending and the hook runs anyway.
    }
    stop();
  }

  private void stop() {
    server.destroy();
    try {
      if (!guard.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        server.destroyForcibly();
        guard.waitFor();
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitPort() {
    Instant deadline = Instant.now().plus(START_PATIENCE);
    while (!answers()) {
      if (!server.isAlive() || Instant.now().isAfter(deadline)) {
        throw new ServerUnavailableException(
            "Temporal dev server: not up at %s; its log %s ends with%n%s"
                .formatted(target(), options.log(), logTail()));
      }
      pause();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerUnavailableException("Temporal dev server: interrupted while starting", e);
    }
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(options.log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
