package roundhouse.activities.data.spark;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.activities.data.spark.SparkOptions.Kubernetes;

/// Finds everything that is wrong with the operator's configuration of Spark, by its keys.
final class SparkCheck {
  static final String KUBERNETES = "k8s://";

  private static final Pattern MASTER =
      Pattern.compile("local(\\[[0-9*]+])?|spark://[^\\s/]+:[0-9]+|k8s://https?://\\S+");
  private static final Pattern HEAP = Pattern.compile("[1-9][0-9]*[mg]");

  /// Spark's names for what has a key of its own.
  private static final Map<String, String> OWN_KEYS =
      Map.of(
          "spark.master", "master",
          "spark.driver.memory", "driver-heap",
          "spark.kubernetes.container.image", "kubernetes.image",
          "spark.kubernetes.namespace", "kubernetes.namespace",
          "spark.kubernetes.authenticate.executor.serviceAccountName",
              "kubernetes.service-account");

  private final List<String> problems = new ArrayList<>();

  void check(
      String master,
      String classPath,
      String driverHeap,
      Kubernetes kubernetes,
      Map<String, String> settings) {
    if (!MASTER.matcher(master).matches()) {
      add(
          "master",
          master,
          "local[THREADS], spark://HOST:PORT or k8s://https://HOST:PORT",
          "correct it");
    }
    if (!HEAP.matcher(driverHeap).matches()) {
      add("driver-heap", driverHeap, "a size", "e.g. 2g");
    }
    checkKubernetes(master, kubernetes);
    settings.forEach(this::checkSetting);
    parsed(classPath).ifPresent(found -> checkClasses(classPath, found, master));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  private void checkKubernetes(String master, Kubernetes kubernetes) {
    if (!master.startsWith(KUBERNETES) && !kubernetes.equals(Kubernetes.NONE)) {
      add(
          "kubernetes",
          kubernetes.settings().values().toString(),
          "nothing beside the master '" + master + "'",
          "remove it, or name a master k8s://https://HOST:PORT");
    }
    if (master.startsWith(KUBERNETES) && isBlank(kubernetes.image())) {
      add("kubernetes.image", "", "the executors' image", "name it: REGISTRY/NAME@DIGEST");
    }
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /// A value may be a secret: no message holds one.
  private void checkSetting(String name, String value) {
    if (!name.startsWith("spark.") || name.contains("=") || name.contains("\n")) {
      add("settings", name, "a name that starts with 'spark.'", "correct it");
    }
    if (OWN_KEYS.containsKey(name)) {
      add(
          "settings",
          name,
          "a setting without a key of its own",
          "set roundhouse.spark." + OWN_KEYS.get(name));
    }
    if (value.contains("\n")) {
      add("settings", name, "a value of one line", "remove its line breaks");
    }
  }

  private Optional<DriverClassPath> parsed(String classPath) {
    try {
      return Optional.of(DriverClassPath.parse(classPath));
    } catch (UncheckedIOException unreadable) {
      add(
          "class-path",
          classPath,
          "files that can be read, but " + unreadable.getMessage(),
          "correct it, or build Roundhouse there");
      return Optional.empty();
    }
  }

  private void checkClasses(String text, DriverClassPath classPath, String master) {
    requireClass(
        text,
        classPath,
        SparkSubmitter.PROGRAM,
        "add the jar of Roundhouse's module backend-spark");
    requireClass(text, classPath, "org.apache.spark.SparkContext", "add Spark's libraries");
    if (master.startsWith(KUBERNETES)) {
      requireClass(
          text,
          classPath,
          "org.apache.spark.scheduler.cluster.k8s.KubernetesClusterManager",
          "add spark-kubernetes and its libraries, from Spark's distribution");
    }
  }

  private void requireClass(
      String text, DriverClassPath classPath, String className, String remedy) {
    if (!classPath.has(className)) {
      add("class-path", text, "the class " + className + " in it", remedy);
    }
  }

  private void add(String key, String value, String expectation, String remedy) {
    problems.add(
        "roundhouse.spark.%s '%s': expected %s; %s".formatted(key, value, expectation, remedy));
  }
}
