package roundhouse.temporal.server;

import io.temporal.testserver.TestServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The SDK's own server inside this process, reachable by others at a port: for machines where the
/// real one cannot be had. Its clock is the real one.
public final class InMemoryServer implements LocalServer {
  private static final String NAMESPACE = "default";

  private final TestServer.PortBoundTestServer server;
  private final int port;

  private InMemoryServer(TestServer.PortBoundTestServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /// Starts it at `port`, or at a free one for 0, with the search attributes in place.
  public static InMemoryServer start(int port) {
    int chosen = port == 0 ? FreePort.choose() : port;
    // Time skipping would let a promotion's approval time out at once.
    InMemoryServer started =
        new InMemoryServer(TestServer.createPortBoundServer(chosen, true), chosen);
    NamespaceSetup.ensure(started.target(), NAMESPACE);
    return started;
  }

  @Override
  public String target() {
    return "127.0.0.1:" + port;
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public Optional<URI> uiUrl() {
    return Optional.empty();
  }

  @Override
  public List<String> lacking() {
    return List.of("a web page", "schedules", "histories that survive a restart");
  }

  @Override
  public void close() {
    server.close();
  }
}
