package roundhouse.temporal.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;

/// The official archive of Temporal's program for this platform. Nothing is run that does not have
/// the checksum pinned in `archives.properties`; a platform without one is refused before any
/// download.
final class TemporalArchive {
  private static final String PINS = "/roundhouse/temporal/server/archives.properties";

  private static final URI RELEASES =
      URI.create("https://github.com/temporalio/cli/releases/download/");

  private final URI releases;
  private final String version;
  private final Properties pins;
  private final String platform;

  TemporalArchive(String version) {
    this(
        RELEASES,
        version,
        pins(),
        platform(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  TemporalArchive(URI releases, String version, Properties pins, String platform) {
    this.releases = releases;
    this.version = version;
    this.pins = pins;
    this.platform = platform;
  }

  /// The program, unpacked in `folder`.
  Path fetch(Path folder, Consumer<String> progress) throws IOException {
    String sha256 = pins.getProperty(version + "." + platform);
    if (sha256 == null) {
      throw new IOException("no checksum is pinned for its archive on " + platform);
    }
    progress.accept("Downloading Temporal " + version);
    Path archive = folder.resolve("temporal.tar.gz");
    String actual = download(archive);
    if (!actual.equals(sha256)) {
      throw new IOException(
          "its archive has SHA-256 %s where %s is pinned".formatted(actual, sha256));
    }
    TemporalCli.run(
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", folder.toString(), "temporal")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD),
        Duration.ofMinutes(2),
        "its archive cannot be unpacked");
    return folder.resolve("temporal");
  }

  private String download(Path archive) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address()).timeout(Duration.ofMinutes(5)).GET().build();
    try (HttpClient http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(10))
            .build()) {
      HttpResponse<InputStream> response = send(http, request);
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("its archive answers with status " + response.statusCode());
        }
        return save(body, archive);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("its download was interrupted", e);
    }
  }

  // What the JDK throws where there is no network often has no message.
  private static HttpResponse<InputStream> send(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new IOException("its archive at " + request.uri() + " cannot be reached", e);
    }
  }

  private URI address() {
    return releases.resolve(
        "v%s/temporal_cli_%s_%s.tar.gz".formatted(version, version, platform.replace('-', '_')));
  }

  private static String save(InputStream body, Path archive) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Files.copy(new DigestInputStream(body, digest), archive);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String platform(String system, String architecture) {
    String name = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    String arch =
        switch (architecture) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> architecture;
        };
    return name + "-" + arch;
  }

  static Properties pins() {
    Properties pins = new Properties();
    try (InputStream resource = TemporalArchive.class.getResourceAsStream(PINS)) {
      if (resource != null) {
        pins.load(resource);
      }
    } catch (IOException e) {
      throw new IllegalStateException("resource " + PINS, e);
    }
    return pins;
  }
}
