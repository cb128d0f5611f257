package roundhouse.scoring.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.unit.DataSize;
import roundhouse.http.access.Tokens;
import roundhouse.http.options.OptionsCheck;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Options;
import roundhouse.storage.StoreUnavailableException;

/// What does not fit in [ScorerOptions].
final class ScorerOptionsCheck {
  private static final String PREFIX = "roundhouse.scorer";

  private ScorerOptionsCheck() {}

  static OptionsCheck<ScorerOptions> beforeStart() {
    return new OptionsCheck<>(PREFIX, ScorerOptions.class, ScorerOptionsCheck::check);
  }

  /// What does not fit, one line each.
  static List<String> check(ScorerOptions options) {
    List<String> problems = new ArrayList<>();
    checkStore(options, problems);
    checkAccess(options, problems);
    if (options.port() < 0 || options.port() > 65_535) {
      problems.add(problem("port", options.port(), "0 to 65535", "8090 is usual"));
    }
    if (options.refreshInterval().compareTo(Duration.ofMillis(10)) < 0
        || options.refreshInterval().compareTo(Duration.ofHours(1)) > 0) {
      problems.add(
          problem("refresh-interval", options.refreshInterval(), "10ms to 1h", "500ms is usual"));
    }
    if (options.maxRequestSize().compareTo(DataSize.ofKilobytes(1)) < 0
        || options.maxRequestSize().compareTo(DataSize.ofMegabytes(100)) > 0) {
      problems.add(
          problem("max-request-size", options.maxRequestSize(), "1KB to 100MB", "1MB is usual"));
    }
    if (options.maxRows() < 1 || options.maxRows() > 1_000_000) {
      problems.add(problem("max-rows", options.maxRows(), "1 to 1000000", "10000 is usual"));
    }
    return problems;
  }

  private static void checkStore(ScorerOptions options, List<String> problems) {
    if (options.store().isBlank()) {
      problems.add(
          problem(
              "store",
              "",
              "where registry and models lie",
              "set a folder, file:/folder or s3://bucket/prefix"));
      return;
    }
    try (ObjectStore store = openStore(options)) {
      store.location();
    } catch (IllegalArgumentException | StoreUnavailableException unusable) {
      problems.add(PREFIX + ".store: " + unusable.getMessage());
    }
  }

  static ObjectStore openStore(ScorerOptions options) {
    String endpoint = options.s3Endpoint();
    return ObjectStores.open(
        options.store(),
        new S3Options(endpoint == null ? null : URI.create(endpoint), options.s3Region(), null));
  }

  private static void checkAccess(ScorerOptions options, List<String> problems) {
    if (options.tokenFile() != null) {
      try {
        Tokens.read(options.tokenFile());
      } catch (IllegalArgumentException invalid) {
        problems.add(PREFIX + ".token-file: " + invalid.getMessage());
      }
    }
    try {
      if (options.tokenFile() == null
          && !InetAddress.getByName(options.bind()).isLoopbackAddress()) {
        problems.add(
            problem(
                "bind",
                options.bind(),
                "a loopback address as long as there are no tokens, for anyone could score",
                "set %s.token-file, or bind to 127.0.0.1".formatted(PREFIX)));
      }
    } catch (UnknownHostException unknown) {
      problems.add(
          problem(
              "bind", options.bind(), "an address of this machine", "0.0.0.0 means all of them"));
    }
  }

  private static String problem(String key, Object value, String expectation, String remedy) {
    return "%s.%s '%s': expected %s; %s".formatted(PREFIX, key, value, expectation, remedy);
  }
}
