package roundhouse.workers.starter;

import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/// Where everything is kept.
///
/// @param store a folder, or `s3://bucket/prefix`
/// @param s3Endpoint of a server other than Amazon's, or null
/// @param s3Region null means the environment's
@Validated
@ConfigurationProperties("roundhouse")
public record StoreProperties(
    @NotBlank(message = "expected a folder or s3://bucket/prefix; set roundhouse.store")
        String store,
    @Nullable URI s3Endpoint,
    @Nullable String s3Region) {}
