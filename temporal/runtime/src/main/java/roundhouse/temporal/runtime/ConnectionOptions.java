package roundhouse.temporal.runtime;

/// Where Temporal is.
///
/// @param target host and port of its gRPC endpoint, `127.0.0.1:7233`
/// @param namespace an existing namespace
public record ConnectionOptions(String target, String namespace) {
  public ConnectionOptions {
    if (!target.matches("\\S+:\\d{1,5}") || namespace.isBlank()) {
      throw new IllegalArgumentException(
          "Temporal connection '%s' in namespace '%s': expected host:port and a name; e.g. 127.0.0.1:7233 and default"
              .formatted(target, namespace));
    }
  }

  /// The namespace `default` at that target.
  public static ConnectionOptions to(String target) {
    return new ConnectionOptions(target, "default");
  }
}
