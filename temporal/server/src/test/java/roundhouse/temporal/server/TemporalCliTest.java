package roundhouse.temporal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalCliTest {
  private static final String RIGHT = "echo 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'";

  private static final TemporalArchive UNPINNED =
      new TemporalArchive(
          URI.create("http://127.0.0.1:1/"), "1.5.1", new Properties(), "linux-amd64");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)', true",
    "'temporal version 0.0.0-DEV (Server 1.28.0, UI 2.42.1)', true",
    "'temporal version 9.0.0 (Server 2.0.0, UI 3.0.0)', true",
    "'temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)', false",
    "'temporal: command of another maker', false"
  })
  void aProgramIsCompatibleByItsServersVersion(String told, boolean compatible) {
    assertThat(TemporalCli.isCompatible(told)).isEqualTo(compatible);
  }

  @Test
  void aProgramThatDoesNotEndIsAnother() throws IOException {
    Path prompt =
        program(folder.resolve("temporal"), "echo Server 1.30.0; sleep 60 & read -r _; wait");
    Path answer = program(folder.resolve("answer"), "echo Server 1.30.0");
    assertThat(TemporalCli.isCompatible(answer, Duration.ofSeconds(30))).isTrue();
    assertThat(TemporalCli.isCompatible(prompt, Duration.ofMillis(500))).isFalse();
  }

  @Test
  void theOneOnPathComesBeforeTheCachedOne() throws IOException {
    Path onPath = program(folder.resolve("path/temporal"), RIGHT);
    program(folder.resolve("cache/bin/temporal-1.5.1"), RIGHT);
    assertThat(cli().find()).contains(onPath);
  }

  @Test
  void anOldOneOnPathIsPassedOver() throws IOException {
    program(folder.resolve("path/temporal"), "echo 'temporal version 1.0.0 (Server 1.24.2)'");
    Path cached = program(folder.resolve("cache/bin/temporal-1.5.1"), RIGHT);
    assertThat(cli().find()).contains(cached);
  }

  @Test
  void whereThereIsNoneItIsBuiltByGoIntoTheCacheOnce() throws IOException {
    program(
        folder.resolve("path/go"),
        "echo built >>\"%s\"; printf '#!/bin/sh\\n%s\\n' >\"$GOBIN/temporal\"; chmod +x \"$GOBIN/temporal\""
            .formatted(folder.resolve("builds"), RIGHT.replace("'", "\"")));
    List<String> told = new ArrayList<>();
    Path made = cli().obtain(told::add);
    assertThat(made).isEqualTo(folder.resolve("cache/bin/temporal-1.5.1"));
    assertThat(told).singleElement().asString().startsWith("Building Temporal 1.5.1 with Go");
    assertThat(cli().obtain(told::add)).isEqualTo(made);
    assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(1);
    try (var left = Files.list(made.getParent())) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("making-"));
    }
  }

  @Test
  void whatCannotBeHadSaysAllThatWasTried() throws IOException {
    program(folder.resolve("path/go"), "exit 1");
    assertThatThrownBy(() -> cli().obtain(line -> {}))
        .isInstanceOf(ServerUnavailableException.class)
        .hasMessageContaining("not on PATH")
        .hasMessageContaining("go install failed, see ")
        .hasMessageContaining("no checksum is pinned for its archive")
        .hasMessageContaining("Install its command line");
    assertThat(folder.resolve("cache/bin/temporal-1.5.1")).doesNotExist();
  }

  @Test
  void anArchiveWithoutAPinnedChecksumIsNotAskedFor() {
    assertThatThrownBy(() -> UNPINNED.fetch(folder, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("no checksum is pinned for its archive on linux-amd64");
  }

  @Test
  void platformsHaveTemporalsNames() {
    assertThat(TemporalArchive.platform("Linux", "amd64")).isEqualTo("linux-amd64");
    assertThat(TemporalArchive.platform("Mac OS X", "aarch64")).isEqualTo("darwin-arm64");
    assertThat(TemporalArchive.platform("Linux", "riscv64")).isEqualTo("linux-riscv64");
  }

  @Test
  void theCacheIsWhereTheEnvironmentSays() {
    assertThat(TemporalCli.cacheFolder(Map.of("ROUNDHOUSE_CACHE", "/a", "XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/a"));
    assertThat(TemporalCli.cacheFolder(Map.of("XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/b/roundhouse"));
    assertThat(TemporalCli.cacheFolder(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "roundhouse"));
  }

  private TemporalCli cli() {
    return new TemporalCli(folder.resolve("cache"), folder.resolve("path").toString(), UNPINNED);
  }

  private static Path program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
