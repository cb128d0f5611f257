package roundhouse.activities.data.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.data.Shop;
import roundhouse.activities.data.spark.SparkOptions.Kubernetes;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class SparkOptionsTest {
  private static final Kubernetes CLUSTER =
      new Kubernetes("registry.example/spark@sha256:ab", "features", "executor");

  @TempDir Path folder;
  private Path classes;

  @BeforeEach
  void putClasses() {
    classes = folder.resolve("classes");
    PretendClasses.SPARK.forEach(name -> PretendClasses.put(classes, name));
  }

  @Test
  void everyProblemIsToldByItsKey() {
    assertThatThrownBy(
            () ->
                new SparkOptions(
                    "yarn",
                    folder.resolve("nothing").toString(),
                    "lots",
                    CLUSTER,
                    Map.of("executor.memory", "4g", "spark.driver.memory", "4g"),
                    null,
                    null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "roundhouse.spark.master 'yarn': expected local[THREADS], spark://HOST:PORT or k8s://https://HOST:PORT")
        .hasMessageContaining("roundhouse.spark.driver-heap 'lots'")
        .hasMessageContaining("roundhouse.spark.kubernetes '")
        .hasMessageContaining("roundhouse.spark.settings 'executor.memory'")
        .hasMessageContaining(
            "roundhouse.spark.settings 'spark.driver.memory': expected a setting without a key of its own; set roundhouse.spark.driver-heap")
        .hasMessageContaining("expected the class roundhouse.featureengine.spark.SparkProgram")
        .hasMessageContaining("expected the class org.apache.spark.SparkContext");
  }

  @Test
  void aSettingsValueMayBeASecretAndIsNotTold() {
    assertThatThrownBy(
            () ->
                options("local", classes.toString(), Kubernetes.NONE, Map.of("secret", "hunter2")))
        .hasMessageContaining("'secret'")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void classesAreFoundInJarsOfAFolderAndInARecordedClassPath() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("some jars"));
    writeJar(jars.resolve("all.jar"), PretendClasses.SPARK);
    assertThat(options("local[*]", jars + "/*", Kubernetes.NONE, Map.of()).classPath())
        .isEqualTo(jars + "/*");
    Path recorded = Files.writeString(folder.resolve("recorded"), jars.resolve("all.jar") + "\n");
    assertThat(
            options(
                    "local[2]",
                    "@" + recorded + File.pathSeparator + "x",
                    Kubernetes.NONE,
                    Map.of())
                .classPath())
        .isEqualTo(jars.resolve("all.jar") + File.pathSeparator + "x");
  }

  private static void writeJar(Path jar, List<String> classNames) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (String name : classNames) {
        entries.putNextEntry(new ZipEntry(name.replace('.', '/') + ".class"));
      }
    }
  }

  @Test
  void aRecordedClassPathThatIsMissingIsNamed() {
    assertThatThrownBy(
            () -> options("local", "@" + folder.resolve("no"), Kubernetes.NONE, Map.of()))
        .hasMessageContaining("roundhouse.spark.class-path '@" + folder.resolve("no"))
        .hasMessageContaining("build Roundhouse there");
  }

  @Test
  void kubernetesNeedsAnImageAndSparksModuleForIt() {
    assertThatThrownBy(
            () -> options("k8s://https://host:6443", classes.toString(), Kubernetes.NONE, Map.of()))
        .hasMessageContaining("roundhouse.spark.kubernetes.image ''")
        .hasMessageContaining("add spark-kubernetes and its libraries, from Spark's distribution");
  }

  @Test
  void onKubernetesExecutorsArePodsOfTheImage() {
    PretendClasses.put(classes, PretendClasses.KUBERNETES);
    SparkOptions options =
        options(
            "k8s://https://host:6443",
            classes.toString(),
            CLUSTER,
            Map.of("spark.executor.instances", "20"));
    assertThat(options.allSettings())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "spark.master", "k8s://https://host:6443",
                "spark.kubernetes.container.image", "registry.example/spark@sha256:ab",
                "spark.kubernetes.namespace", "features",
                "spark.kubernetes.authenticate.executor.serviceAccountName", "executor",
                "spark.executor.instances", "20"));
  }

  @Test
  void theDriversCommandNamesThePartitionAndTheStore() {
    SparkOptions options =
        new SparkOptions(
            "local",
            classes.toString(),
            "3g",
            Kubernetes.NONE,
            Map.of(),
            URI.create("http://127.0.0.1:9000"),
            "eu-central-1");
    try (ObjectStore store = ObjectStores.onDisk(folder.resolve("a store"))) {
      Shop.publish(store);
      Backfill backfill =
          Backfill.of(store, Shop.PLAN, EventSource.open(store, "shop"), null, null);
      ProcessBuilder command =
          new SparkSubmitter(options, store)
              .command(backfill, backfill.partitions().getLast(), folder.resolve("scratch"));
      assertThat(command.environment()).containsEntry("CLASSPATH", classes.toString());
      assertThat(command.command())
          .contains(
              "-Xmx3g",
              "-Djava.io.tmpdir=" + folder.resolve("scratch"),
              "roundhouse.featureengine.spark.SparkProgram",
              "store=" + folder.resolve("a store"),
              "s3-endpoint=http://127.0.0.1:9000",
              "s3-region=eu-central-1",
              "plan=" + Shop.PLAN.hash(),
              "source=shop",
              "dataset=" + backfill.datasetId(),
              "partition=ask_month=2024-02");
    }
  }

  private static SparkOptions options(
      String master, String classPath, Kubernetes kubernetes, Map<String, String> settings) {
    return new SparkOptions(master, classPath, "2g", kubernetes, settings, null, null);
  }
}
