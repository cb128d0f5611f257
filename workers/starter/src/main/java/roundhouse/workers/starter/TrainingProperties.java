package roundhouse.workers.starter;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import roundhouse.activities.training.runner.TrainingOptions;

/// How trainers run on this machine; see [TrainingOptions], which checks the values.
///
/// @param cacheDir null means `.cache/roundhouse` in the user's home
@ConfigurationProperties("roundhouse.training")
public record TrainingProperties(
    @DefaultValue(".roundhouse/runs") Path runsDir,
    @DefaultValue("workflows") Path workflowsDir,
    @Nullable Path cacheDir,
    @Nullable Path python,
    @DefaultValue("1s") Duration heartbeatInterval,
    @DefaultValue("10s") Duration cancellationGrace,
    @DefaultValue("2") int threads,
    @DefaultValue("1g") String jvmHeap) {
  TrainingOptions options() {
    return new TrainingOptions(
        runsDir.toAbsolutePath(),
        workflowsDir.toAbsolutePath(),
        cacheDir == null
            ? Path.of(System.getProperty("user.home"), ".cache", "roundhouse")
            : cacheDir.toAbsolutePath(),
        python,
        heartbeatInterval,
        cancellationGrace,
        threads,
        jvmHeap);
  }
}
