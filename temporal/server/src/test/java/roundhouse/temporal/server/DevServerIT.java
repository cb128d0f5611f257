package roundhouse.temporal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevServerIT {
  private final Path folder;
  private final Path cli;

  DevServerIT(@TempDir Path folder) {
    this.folder = folder;
    this.cli = obtain();
  }

  private static Path obtain() {
    try {
      return TemporalCli.ofEnvironment(System.getenv()).obtain(System.out::println);
    } catch (ServerUnavailableException e) {
      return Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void startsAgainAtTheSamePortAfterItWasKilled() throws Exception {
    DevServer first = DevServer.start(options().keptIn(folder.resolve("temporal.db")));
    first.process().destroyForcibly();
    first.process().onExit().join();
    first.close();
    try (DevServer second = DevServer.start(first.options())) {
      assertThat(second.target()).isEqualTo(first.target());
      assertThat(second.process().isAlive()).isTrue();
    }
  }

  @Test
  void stopsWithItsGuardAndCanBeStoppedTwice() {
    DevServer server = DevServer.start(options());
    long before = ProcessHandle.current().children().count();
    server.close();
    server.close();
    assertThat(server.process().isAlive()).isFalse();
    assertThat(ProcessHandle.current().children().count()).isLessThan(before);
  }

  @Test
  void endsWhenTheProcessThatStartedItIsKilled() throws IOException {
    Process owner =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                cli.toString(),
                folder.resolve("log").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(owner.inputReader().readLine())).orElseThrow();
    assertThat(server.isAlive()).isTrue();
    owner.destroyForcibly();
    await().atMost(Duration.ofMinutes(2)).until(() -> !server.isAlive());
  }

  @Test
  void showsAWebPageWhereAsked() {
    try (DevServer server = DevServer.start(options().withUi(0))) {
      assertThat(server.uiUrl()).map(Object::toString).get().asString().startsWith("http://127.");
      assertThat(server.lacking()).isEmpty();
    }
  }

  @Test
  void aServerThatDoesNotComeUpShowsTheEndOfItsLog() {
    Path broken = folder.resolve("no-such-folder").resolve("temporal.db");
    DevServerOptions options =
        new DevServerOptions(
            Path.of("/bin/false"), folder.resolve("log"), broken, 0, null, "default");
    assertThatThrownBy(() -> DevServer.start(options))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("not up at 127.0.0.1:")
        .hasMessageContaining(folder.resolve("log").toString());
  }

  @Test
  void theSetUpIsIdempotentAndMakesNamespaces() {
    try (DevServer server = DevServer.start(options())) {
      NamespaceSetup.ensure(server.target(), "default");
      NamespaceSetup.ensure(server.target(), "another");
      NamespaceSetup.ensure(server.target(), "another");
    }
  }

  @Test
  void theInMemoryServerAnswersAtItsPortAndSaysWhatItLacks() {
    try (InMemoryServer server = InMemoryServer.start(0)) {
      NamespaceSetup.ensure(server.target(), server.namespace());
      assertThat(server.lacking()).contains("schedules");
      assertThat(server.uiUrl()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void theCacheIsFoundThroughTheEnvironment() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("temporal-" + TemporalCli.VERSION), cli);
    TemporalCli found = TemporalCli.ofEnvironment(Map.of("ROUNDHOUSE_CACHE", folder.toString()));
    assertThat(found.find()).contains(bin.resolve("temporal-" + TemporalCli.VERSION));
  }

  private DevServerOptions options() {
    return DevServerOptions.headless(cli, folder.resolve("temporal.log"));
  }

  /// A process that starts a server, prints its id and waits to be killed.
  static final class Owner {
    private Owner() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InterruptedException {
      DevServer server =
          DevServer.start(DevServerOptions.headless(Path.of(arguments[0]), Path.of(arguments[1])));
      System.out.println(server.process().pid());
      Thread.sleep(Duration.ofMinutes(2));
    }
  }
}
