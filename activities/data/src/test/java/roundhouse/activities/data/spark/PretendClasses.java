package roundhouse.activities.data.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Folders with files where classes would be: enough for a class path to be accepted.
final class PretendClasses {
  static final List<String> SPARK =
      List.of(SparkSubmitter.PROGRAM, "org.apache.spark.SparkContext");
  static final String KUBERNETES =
      "org.apache.spark.scheduler.cluster.k8s.KubernetesClusterManager";

  private PretendClasses() {}

  static void put(Path folder, String className) {
    Path file = folder.resolve(className.replace('.', '/') + ".class");
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
