package roundhouse.scoring.server;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The scorer's configuration, checked as a whole by [ScorerOptionsCheck].
///
/// @param store where registry and models lie: a folder, `file:/folder` or `s3://bucket/prefix`
/// @param s3Endpoint of an S3 that is not Amazon's
/// @param s3Region where it is not what the environment says
/// @param cache folder for the scorer's copies of registry and models, used by no other process
/// @param tokenFile bearer tokens by their SHA-256, one `name role sha256hex` a line; without it
///   the scorer answers on the loopback interface only
/// @param bind address to listen on
/// @param port to listen on; 0 means any free one
/// @param refreshInterval between two reads of the registry: the delay until a moved tag is served
/// @param maxRequestSize of a body
/// @param maxRows of one request
@ConfigurationProperties(value = "roundhouse.scorer", ignoreUnknownFields = false)
public record ScorerOptions(
    @DefaultValue("") String store,
    @Nullable String s3Endpoint,
    @Nullable String s3Region,
    @DefaultValue(".roundhouse/scorer") Path cache,
    @Nullable Path tokenFile,
    @DefaultValue("127.0.0.1") String bind,
    @DefaultValue("8090") int port,
    @DefaultValue("500ms") Duration refreshInterval,
    @DefaultValue("1MB") DataSize maxRequestSize,
    @DefaultValue("10000") int maxRows) {}
