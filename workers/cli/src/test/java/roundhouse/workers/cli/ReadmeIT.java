package roundhouse.workers.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.temporal.server.ServerUnavailableException;
import roundhouse.temporal.server.TemporalCli;
import roundhouse.workers.cli.platform.LocalState;

/// Runs every command of the README against a running demo, as a reader would.
@Tag("full")
class ReadmeIT {
  /// The demo is what the other commands run against; the build runs this test.
  private static final Set<String> RUN_ALREADY = Set.of("./roundhouse demo\n", "./mvnw verify\n");

  private static final Duration DEMO_PATIENCE = Duration.ofMinutes(10);
  private static final long BLOCK_PATIENCE_MINUTES = 10;

  private final Readme readme = Readme.read();
  private final Path folder;
  private final Path state;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Process demo;

  ReadmeIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.state = folder.resolve("state");
  }

  @BeforeEach
  void startDemo() throws IOException {
    layOutLikeACheckout();
    demo = shell("./roundhouse demo", folder.resolve("demo.log"));
    await()
        .atMost(DEMO_PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> !demo.isAlive() || demoLog().contains("Running until Ctrl-C."));
    assertThat(demo.isAlive()).as(demoLog()).isTrue();
  }

  /// The commands write files and start ./roundhouse from where they are.
  private void layOutLikeACheckout() throws IOException {
    Path script = folder.resolve("roundhouse");
    Files.writeString(script, "#!/bin/sh\nexec '%s/roundhouse' \"$@\"\n".formatted(readme.root()));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(folder.resolve("examples"), readme.root().resolve("examples"));
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Files.createSymbolicLink(programs.resolve("temporal"), temporal());
  }

  private static Path temporal() {
    try {
      return TemporalCli.ofEnvironment(System.getenv()).obtain(System.out::println);
    } catch (ServerUnavailableException e) {
      return Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }

  @AfterEach
  void stopDemo() throws InterruptedException {
    List<ProcessHandle> family = demo.descendants().toList();
    demo.destroy();
    assertThat(demo.waitFor(2, TimeUnit.MINUTES)).isTrue();
    await().atMost(DEMO_PATIENCE).until(() -> family.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void everyCommandOfTheReadmeSucceeds() throws Exception {
    List<String> blocks = readme.shellBlocks();
    assertThat(blocks).hasSizeGreaterThan(5).containsAll(RUN_ALREADY);
    int number = 0;
    for (String block : blocks) {
      if (!RUN_ALREADY.contains(block)) {
        run(block, folder.resolve("block-" + ++number + ".log"));
      }
    }
  }

  private void run(String block, Path log) throws Exception {
    LocalState running = LocalState.read(state.resolve("demo").resolve("state.json")).orElseThrow();
    String commands =
        block
            .replace("http://127.0.0.1:8090", running.scorer())
            .replace("http://127.0.0.1:8091", running.features());
    Process process = shell(commands, log);
    assertThat(process.waitFor(BLOCK_PATIENCE_MINUTES, TimeUnit.MINUTES)).as(block).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", block, Files.readString(log)).isZero();
  }

  /// Echoes the commands, and stops at the first that fails.
  private Process shell(String commands, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-xeuo", "pipefail", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("ROUNDHOUSE_STATE", state.toString());
    environment.put("ROUNDHOUSE_BUILT", "by Maven");
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.remove("CLASSPATH");
    LocalState.read(state.resolve("demo").resolve("state.json"))
        .ifPresent(running -> environment.put("TEMPORAL_ADDRESS", running.temporal()));
    return builder.start();
  }

  private String demoLog() throws IOException {
    return Files.readString(folder.resolve("demo.log"));
  }
}
