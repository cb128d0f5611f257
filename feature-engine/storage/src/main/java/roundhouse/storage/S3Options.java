package roundhouse.storage;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How the operator's S3 is reached. Never part of a request.
///
/// @param endpoint null means Amazon's own; with another one, buckets are addressed by path
/// @param region null means what the environment says, or `us-east-1` beside an endpoint
/// @param credentials null means what the environment says: variables, profile, or the machine's
///   role
public record S3Options(
    @Nullable URI endpoint, @Nullable String region, @Nullable S3Credentials credentials) {
  public S3Options {
    if (endpoint != null) {
      requirePlain(endpoint);
    }
  }

  /// Everything as the environment says.
  public static S3Options fromEnvironment() {
    return new S3Options(null, null, null);
  }

  private static void requirePlain(URI endpoint) {
    String scheme = endpoint.getScheme();
    boolean web = "http".equals(scheme) || "https".equals(scheme);
    if (!web || endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "S3 endpoint at host '%s': expected http(s)://host[:port] without user or password; give credentials apart from it"
              .formatted(endpoint.getHost()));
    }
  }
}
