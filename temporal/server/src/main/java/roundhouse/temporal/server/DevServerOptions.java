package roundhouse.temporal.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How to run the dev server.
///
/// @param cli Temporal's program, from [TemporalCli#obtain]
/// @param log file that its output is appended to
/// @param database SQLite file that keeps its state across restarts, or null for none
/// @param port of the gRPC endpoint; 0 for one that is free
/// @param uiPort of the web page; 0 for one that is free, null for no page
/// @param namespace created where it is missing
public record DevServerOptions(
    Path cli,
    Path log,
    @Nullable Path database,
    int port,
    @Nullable Integer uiPort,
    String namespace) {
  /// A server for one process's tests: nothing kept, no page, a free port.
  public static DevServerOptions headless(Path cli, Path log) {
    return new DevServerOptions(cli, log, null, 0, null, "default");
  }

  /// The same with its state in a file, so that a restart finds it.
  public DevServerOptions keptIn(Path file) {
    return new DevServerOptions(cli, log, file, port, uiPort, namespace);
  }

  /// The same at a fixed port.
  public DevServerOptions at(int fixedPort) {
    return new DevServerOptions(cli, log, database, fixedPort, uiPort, namespace);
  }

  /// The same with a web page.
  public DevServerOptions withUi(int fixedPort) {
    return new DevServerOptions(cli, log, database, port, fixedPort, namespace);
  }
}
