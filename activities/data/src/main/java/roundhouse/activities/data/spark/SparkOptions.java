package roundhouse.activities.data.spark;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the operator's Spark is reached, under `roundhouse.spark`. Making one looks at the class
/// path, and throws [IllegalArgumentException] with everything that is wrong.
///
/// @param master where tasks run: `local[4]`, `spark://host:7077`, `k8s://https://host:6443`
/// @param classPath of the drivers, as for `java -cp`: the module `backend-spark` with its
///   libraries. An entry `@FILE` stands for the class path in that file
/// @param driverHeap of each driver's JVM, as for `-Xmx`
/// @param kubernetes of executors there
/// @param settings of Spark, `spark.executor.memory` and the like
/// @param s3Endpoint of a store in S3 other than Amazon's, or null
/// @param s3Region null means the environment's
public record SparkOptions(
    String master,
    String classPath,
    String driverHeap,
    Kubernetes kubernetes,
    Map<String, String> settings,
    @Nullable URI s3Endpoint,
    @Nullable String s3Region) {
  /// How executors run as pods.
  ///
  /// @param image with a JVM, Spark, and all that the driver has on its class path
  /// @param namespace null means Kubernetes' default
  /// @param serviceAccount of the executors, or null for the namespace's default
  public record Kubernetes(
      @Nullable String image, @Nullable String namespace, @Nullable String serviceAccount) {
    /// For other masters.
    public static final Kubernetes NONE = new Kubernetes(null, null, null);

    Map<String, String> settings() {
      Map<String, String> settings = new HashMap<>();
      settings.put("spark.kubernetes.container.image", image);
      settings.put("spark.kubernetes.namespace", namespace);
      settings.put("spark.kubernetes.authenticate.executor.serviceAccountName", serviceAccount);
      settings.values().removeIf(value -> value == null);
      return settings;
    }
  }

  static final String DEFAULT_HEAP = "2g";

  public SparkOptions {
    settings = Map.copyOf(settings);
    new SparkCheck().check(master, classPath, driverHeap, kubernetes, settings);
    classPath = DriverClassPath.parse(classPath).toString();
  }

  /// Within one machine: tasks are threads of the driver.
  public static SparkOptions local(String master, String classPath) {
    return new SparkOptions(master, classPath, DEFAULT_HEAP, Kubernetes.NONE, Map.of(), null, null);
  }

  boolean isOnKubernetes() {
    return master.startsWith(SparkCheck.KUBERNETES);
  }

  /// All that Spark is told.
  Map<String, String> allSettings() {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(kubernetes.settings());
    all.put("spark.master", master);
    return all;
  }
}
