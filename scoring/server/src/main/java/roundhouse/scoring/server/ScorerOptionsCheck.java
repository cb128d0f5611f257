package roundhouse.scoring.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.unit.DataSize;
import roundhouse.scoring.server.access.Tokens;
import roundhouse.scoring.server.problem.RefusedStartException;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Options;
import roundhouse.storage.StoreUnavailableException;

/// Reads [ScorerOptions] to the end before it refuses them, so that one start shows every problem:
/// unknown keys, values of the wrong type, and what does not fit together.
final class ScorerOptionsCheck implements ConfigurationPropertiesBindHandlerAdvisor {
  private static final String PREFIX = "roundhouse.scorer";

  @Override
  public BindHandler apply(BindHandler handler) {
    return new Collecting(handler);
  }

  private static final class Collecting extends AbstractBindHandler {
    private final List<String> problems = new ArrayList<>();
    private final Set<ConfigurationPropertyName> mistyped = new HashSet<>();

    Collecting(BindHandler parent) {
      super(parent);
    }

    @Override
    public @Nullable Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
        throws Exception {
      if (isOption(name)) {
        mistyped.add(name);
        problems.add(mistyped(name, target, context.getConfigurationProperty()));
        return null;
      }
      return super.onFailure(name, target, context, error);
    }

    @Override
    public void onFinish(
        ConfigurationPropertyName name,
        Bindable<?> target,
        BindContext context,
        @Nullable Object result)
        throws Exception {
      if (!(result instanceof ScorerOptions options)) {
        super.onFinish(name, target, context, result);
        return;
      }
      try {
        super.onFinish(name, target, context, result);
      } catch (UnboundConfigurationPropertiesException unbound) {
        unbound.getUnboundProperties().stream()
            .filter(property -> !mistyped.contains(property.getName()))
            .forEach(property -> problems.add(unknown(property)));
      }
      problems.addAll(check(options));
      if (!problems.isEmpty()) {
        throw new RefusedStartException(problems);
      }
    }

    private static boolean isOption(ConfigurationPropertyName name) {
      return name.getNumberOfElements() == 3 && name.toString().startsWith(PREFIX + ".");
    }

    private static String mistyped(
        ConfigurationPropertyName name,
        Bindable<?> target,
        @Nullable ConfigurationProperty property) {
      return "%s '%s': expected %s; correct the value"
          .formatted(
              name,
              property == null ? "" : property.getValue(),
              expectation(target.getType().toClass()));
    }

    private static String expectation(Class<?> type) {
      if (type == int.class) {
        return "a whole number";
      }
      if (type == Duration.class) {
        return "a duration such as 500ms or 2s";
      }
      return type == DataSize.class ? "a size such as 512KB or 1MB" : "a path";
    }

    private static String unknown(ConfigurationProperty property) {
      return "%s '%s': expected a key that the scorer knows; remove it or correct its name"
          .formatted(property.getName(), property.getValue());
    }
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
