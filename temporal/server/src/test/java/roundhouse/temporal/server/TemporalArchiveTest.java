package roundhouse.temporal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalArchiveTest {
  private static final String NAME = "/v1.5.1/temporal_cli_1.5.1_linux_amd64.tar.gz";

  @TempDir Path folder;
  private HttpServer releases;
  private byte[] published;

  @BeforeEach
  void publish() throws Exception {
    Path program = Files.writeString(folder.resolve("temporal"), "a program");
    Path archive = folder.resolve("published.tar.gz");
    new ProcessBuilder("tar", "-czf", archive.toString(), "-C", folder.toString(), "temporal")
        .start()
        .waitFor();
    Files.delete(program);
    published = Files.readAllBytes(archive);
    releases = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    releases.createContext(
        NAME,
        exchange -> {
          exchange.sendResponseHeaders(200, published.length);
          exchange.getResponseBody().write(published);
          exchange.close();
        });
    releases.start();
  }

  @AfterEach
  void close() {
    releases.stop(0);
  }

  @Test
  void theArchiveThatIsPinnedIsUnpacked() throws Exception {
    assertThat(archive("1.5.1", sha256(published)).fetch(folder, line -> {}))
        .hasContent("a program");
  }

  @Test
  void anotherArchiveIsNotUnpacked() {
    String pinned = "0".repeat(64);
    assertThatThrownBy(() -> archive("1.5.1", pinned).fetch(folder, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("where %s is pinned", pinned);
    assertThat(folder.resolve("temporal")).doesNotExist();
  }

  @Test
  void anArchiveThatIsGoneSaysSo() {
    assertThatThrownBy(() -> archive("1.5.2", "0".repeat(64)).fetch(folder, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("its archive answers with status 404");
  }

  @Test
  void theUsualPlatformsArePinned() {
    assertThat(TemporalArchive.pins().stringPropertyNames())
        .contains("1.5.1.linux-amd64", "1.5.1.darwin-amd64", "1.5.1.darwin-arm64");
  }

  private TemporalArchive archive(String version, String sha256) {
    Properties pins = new Properties();
    pins.setProperty(version + ".linux-amd64", sha256);
    URI address = URI.create("http://127.0.0.1:" + releases.getAddress().getPort() + "/");
    return new TemporalArchive(address, version, pins, "linux-amd64");
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
