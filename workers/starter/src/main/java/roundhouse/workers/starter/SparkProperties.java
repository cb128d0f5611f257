package roundhouse.workers.starter;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import roundhouse.activities.data.spark.SparkOptions;
import roundhouse.activities.data.spark.SparkOptions.Kubernetes;

/// The Spark that backfills may ask for; see [SparkOptions], which checks the values.
///
/// @param master null means that there is none: `BackfillFeatures` refuses the backend
@ConfigurationProperties("roundhouse.spark")
public record SparkProperties(
    @Nullable String master,
    @DefaultValue("") String classPath,
    @DefaultValue("2g") String driverHeap,
    @DefaultValue Kubernetes kubernetes,
    @DefaultValue Map<String, String> settings) {
  Optional<SparkOptions> options(StoreProperties store) {
    return Optional.ofNullable(master)
        .map(
            named ->
                new SparkOptions(
                    named,
                    classPath,
                    driverHeap,
                    kubernetes,
                    settings,
                    store.s3Endpoint(),
                    store.s3Region()));
  }
}
