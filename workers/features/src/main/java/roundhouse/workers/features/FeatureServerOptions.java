package roundhouse.workers.features;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What a feature server serves, and to whom.
///
/// @param store where registry, plans and the archive lie: a folder, `file:/folder` or
///   `s3://bucket/prefix`
/// @param s3Endpoint of an S3 that is not Amazon's
/// @param s3Region where it is not what the environment says
/// @param featureSet name and version, `late-arrival@1`
/// @param tokenFile bearer tokens by their SHA-256, one `name role sha256hex` a line; without it
///   the server answers on the loopback interface only
/// @param peerTokenFile holds the token that this instance shows to others; needed where they have
///   a token file
/// @param bind address to listen on
/// @param port to listen on; 0 means any free one
/// @param maxRequestSize of a body
/// @param maxAsks of one request
/// @param patience how long other instances may take to answer
/// @param clock who says when an ask became known: the server, or in a replay the ask itself
@ConfigurationProperties(value = "roundhouse.features", ignoreUnknownFields = false)
public record FeatureServerOptions(
    @DefaultValue("") String store,
    @Nullable String s3Endpoint,
    @Nullable String s3Region,
    @DefaultValue("") String featureSet,
    @Nullable Path tokenFile,
    @Nullable Path peerTokenFile,
    @DefaultValue("127.0.0.1") String bind,
    @DefaultValue("8091") int port,
    @DefaultValue("1MB") DataSize maxRequestSize,
    @DefaultValue("1000") int maxAsks,
    @DefaultValue("250ms") Duration patience,
    @DefaultValue("system") Clock clock) {
  /// Who says when an ask became known.
  public enum Clock {
    SYSTEM,
    REPLAY
  }
}
