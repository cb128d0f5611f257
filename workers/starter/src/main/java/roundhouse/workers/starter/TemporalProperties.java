package roundhouse.workers.starter;

import jakarta.validation.constraints.NotBlank;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.WorkerVersion;

/// Where Temporal is, and which version of the workers this is.
///
/// @param target host and port
/// @param namespace an existing namespace
/// @param deployment name for worker versioning
/// @param buildId of this worker; null means without worker versioning
@Validated
@ConfigurationProperties("roundhouse.temporal")
public record TemporalProperties(
    @DefaultValue("127.0.0.1:7233") @NotBlank String target,
    @DefaultValue("default") @NotBlank String namespace,
    @DefaultValue("roundhouse") @NotBlank String deployment,
    @Nullable String buildId) {
  ConnectionOptions connection() {
    return new ConnectionOptions(target, namespace);
  }

  Optional<WorkerVersion> version() {
    return Optional.ofNullable(buildId).map(id -> new WorkerVersion(deployment, id));
  }
}
