package roundhouse.activities.data.spark;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the operator's Spark is reached.
///
/// @param classPath of the driver: the module `backend-spark` with its libraries, and for a master
///   other than `local` and `spark` also Spark's own module for it, such as `spark-kubernetes`
/// @param master where executors run: `local[4]`, `spark://host:7077`, `k8s://https://host:6443`
/// @param driverHeap of the driver's JVM, `2g`
/// @param settings of Spark, `spark.executor.memory` and the like
/// @param store location of the object store, which the driver and all executors reach by this name
/// @param s3Endpoint of a server other than Amazon's, or null
/// @param s3Region null means the environment's
public record SparkOptions(
    String classPath,
    String master,
    String driverHeap,
    Map<String, String> settings,
    String store,
    @Nullable URI s3Endpoint,
    @Nullable String s3Region) {
  public SparkOptions {
    settings = Map.copyOf(settings);
    settings
        .keySet()
        .forEach(
            key -> {
              if (!key.startsWith("spark.")) {
                throw new IllegalArgumentException(
                    "Spark setting '%s': expected a name that starts with 'spark.'; correct it"
                        .formatted(key));
              }
            });
  }
}
