package roundhouse.workers.cli.platform;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Options;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.RoundhouseClient;

/// Where the platform's parts are: options of every command that needs them. What is not given is
/// taken from the environment, then from the demo of this checkout, then from the usual ports.
public final class Platform {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--store",
      paramLabel = "LOCATION",
      description = "Object store: a folder or s3://bucket/prefix ($ROUNDHOUSE_STORE).")
  @Nullable String store;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "S3 server other than Amazon's ($ROUNDHOUSE_S3_ENDPOINT).")
  @Nullable String s3Endpoint;

  @Option(
      names = "--temporal",
      paramLabel = "HOST:PORT",
      description = "Temporal's gRPC address ($TEMPORAL_ADDRESS).")
  @Nullable String temporal;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Temporal namespace ($TEMPORAL_NAMESPACE).")
  @Nullable String namespace;

  @Option(
      names = "--scorer",
      paramLabel = "URL",
      description = "Address of the scorer ($ROUNDHOUSE_SCORER).")
  @Nullable String scorer;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File with the bearer token for the scorer ($ROUNDHOUSE_TOKEN_FILE).")
  @Nullable Path tokenFile;

  private final Map<String, String> environment = System.getenv();
  private final Checkout checkout = Checkout.ofProcess();

  public Checkout checkout() {
    return checkout;
  }

  public String storeLocation() {
    return first(store, "ROUNDHOUSE_STORE", LocalState::store)
        .orElseGet(() -> checkout.demo().resolve("store").toString());
  }

  public String temporalAddress() {
    return first(temporal, "TEMPORAL_ADDRESS", LocalState::temporal).orElse("127.0.0.1:7233");
  }

  public String scorerAddress() {
    String address =
        first(scorer, "ROUNDHOUSE_SCORER", LocalState::scorer).orElse("http://127.0.0.1:8090");
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /// The file that says which topics there are: what is given, the demo's, or where the flights'
  /// lies.
  public String topicsFile(@Nullable Path given) {
    if (given != null) {
      return given.toString();
    }
    return LocalState.read(checkout.demoState())
        .map(LocalState::topics)
        .filter(file -> !file.isBlank())
        .orElseGet(() -> checkout.root().resolve("examples/flights/topics.json").toString());
  }

  public Optional<Path> tokenFile() {
    return Optional.ofNullable(tokenFile)
        .or(() -> Optional.ofNullable(environment.get("ROUNDHOUSE_TOKEN_FILE")).map(Path::of));
  }

  private Optional<String> first(
      @Nullable String option, String variable, Function<LocalState, String> ofDemo) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank()))
        .or(() -> LocalState.read(checkout.demoState()).map(ofDemo));
  }

  /// Opens the store that is there; refuses to make one, as a mistyped location would otherwise
  /// read as an empty platform.
  public ObjectStore openStore() {
    String location = storeLocation();
    if (!location.contains("://") && !Files.isDirectory(folder(location))) {
      throw RefusedException.of(
          "Store",
          location,
          "an existing folder, or s3://bucket/prefix",
          "correct --store, or run ./roundhouse demo, which makes one");
    }
    S3Options s3 = s3Options();
    try {
      return ObjectStores.open(location, s3);
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.of(
          "Store", location, "a folder, file:/folder or s3://bucket/prefix", "correct --store");
    }
  }

  /// How a program of ours is told of the store; region and credentials it has from its
  /// environment, as this one.
  public List<String> storeArguments() {
    List<String> arguments = new ArrayList<>(List.of("--store", storeLocation()));
    s3Endpoint().ifPresent(endpoint -> arguments.addAll(List.of("--s3-endpoint", endpoint)));
    return arguments;
  }

  private Optional<String> s3Endpoint() {
    return Optional.ofNullable(s3Endpoint)
        .or(() -> Optional.ofNullable(environment.get("ROUNDHOUSE_S3_ENDPOINT")))
        .filter(text -> !text.isBlank());
  }

  private S3Options s3Options() {
    Optional<String> endpoint = s3Endpoint();
    try {
      return new S3Options(endpoint.map(URI::create).orElse(null), null, null);
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.of(
          "S3 endpoint",
          endpoint.orElseThrow().replaceFirst("//.*@", "//…@"),
          "http(s)://host[:port]",
          "correct --s3-endpoint, and give credentials apart from it");
    }
  }

  private static Path folder(String location) {
    return Path.of(location.startsWith("file:") ? location.substring("file:".length()) : location);
  }

  /// Checks names against the registry; a store that cannot be opened is one more problem.
  public void check(Inputs inputs, Consumer<RequestChecks> checks) {
    try (ObjectStore opened = openStore()) {
      checks.accept(new RequestChecks(inputs, opened, openRegistry(opened).state()));
    } catch (RefusedException refused) {
      inputs.problems(refused);
    }
    inputs.refuseIfAny();
  }

  public Registry openRegistry(ObjectStore objects) {
    return Registry.open(objects);
  }

  /// Connects to Temporal, and refuses at once where it does not answer.
  public RoundhouseClient connect() {
    RoundhouseClient client = RoundhouseClient.to(connection());
    Optional<String> fault = client.findFault(PATIENCE);
    if (fault.isPresent()) {
      client.close();
      throw RefusedException.of(
          "Temporal",
          temporalAddress(),
          "a server that answers (" + fault.get() + ")",
          "start it with ./roundhouse demo, or correct --temporal or --namespace");
    }
    return client;
  }

  private ConnectionOptions connection() {
    String space =
        Optional.ofNullable(namespace)
            .or(() -> Optional.ofNullable(environment.get("TEMPORAL_NAMESPACE")))
            .orElse("default");
    try {
      return new ConnectionOptions(temporalAddress(), space);
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.of(
          "Temporal", temporalAddress(), "host:port", "correct --temporal, e.g. 127.0.0.1:7233");
    }
  }
}
