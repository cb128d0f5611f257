package roundhouse.temporal.server;

import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.SearchAttributes;

/// The real Temporal dev server as a process of ours, which ends with this one however this one
/// ends.
public final class DevServer implements LocalServer {
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final OwnedProcess server;
  private final DevServerOptions options;
  private final Thread atExit;

  private DevServer(OwnedProcess server, DevServerOptions options) {
    this.server = server;
    this.options = options;
    this.atExit = new Thread(server::close, "temporal-dev-server-stop");
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
      started.server.close();
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
    try {
      createParents(options.database());
      return new DevServer(
          OwnedProcess.start(serverCommand(options), Map.of(), options.log()), options);
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
    return server.handle();
  }

  /// Stops the server, at most in ten seconds. Doing it again changes nothing.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending and the hook runs anyway.
    }
    server.close();
  }

  private void awaitPort() {
    Instant deadline = Instant.now().plus(START_PATIENCE);
    // Alive is asked last: another's server on that port answers just as well.
    while (!answers() || !server.isAlive()) {
      if (!server.isAlive() || Instant.now().isAfter(deadline)) {
        throw new ServerUnavailableException(
            "Temporal dev server: not up at %s; its log %s ends with%n%s"
                .formatted(target(), options.log(), server.logTail()));
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
}
