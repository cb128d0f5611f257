package roundhouse.workers.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.worker.WorkerPlugin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import roundhouse.activities.data.spark.SparkOptions.Kubernetes;
import roundhouse.temporal.runtime.WorkerVersion;

class PropertiesTest {
  @TempDir Path folder;

  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(RoundhouseAutoConfiguration.class))
          // Nobody listens there: the application starts all the same.
          .withPropertyValues("roundhouse.temporal.target=127.0.0.1:1");

  @Test
  void onlyTheStoreMustBeSaid() {
    context
        .withPropertyValues("roundhouse.store=target/store")
        .run(
            started -> {
              assertThat(started).hasNotFailed();
              assertThat(started.getBean(StoreProperties.class))
                  .isEqualTo(new StoreProperties("target/store", null, null));
              assertThat(started.getBean(TemporalProperties.class))
                  .isEqualTo(new TemporalProperties("127.0.0.1:1", "default", "roundhouse", null));
              assertThat(started.getBean(TemporalProperties.class).version()).isEmpty();
              assertThat(started.getBean(WorkersProperties.class))
                  .isEqualTo(new WorkersProperties(2, 2, 2, 8, Duration.ofSeconds(15)));
              assertThat(started.getBean(SparkProperties.class))
                  .isEqualTo(new SparkProperties(null, "", "2g", Kubernetes.NONE, Map.of()));
              assertThat(started.getBean(TrainingProperties.class))
                  .isEqualTo(
                      new TrainingProperties(
                          Path.of(".roundhouse/runs"),
                          Path.of("workflows"),
                          null,
                          null,
                          Duration.ofSeconds(1),
                          Duration.ofSeconds(10),
                          2,
                          "1g"));
            });
  }

  @Test
  void everyKeyIsTaken() {
    context
        .withPropertyValues(
            "roundhouse.store=target/store",
            "roundhouse.s3-endpoint=http://127.0.0.1:9000",
            "roundhouse.s3-region=eu-central-1",
            "roundhouse.temporal.namespace=models",
            "roundhouse.temporal.deployment=platform",
            "roundhouse.temporal.build-id=4f2c1ab",
            "roundhouse.workers.concurrent-backfills=3",
            "roundhouse.workers.concurrent-trainings=4",
            "roundhouse.workers.concurrent-evaluations=5",
            "roundhouse.workers.concurrent-promotions=6",
            "roundhouse.workers.shutdown-grace=1m",
            "roundhouse.training.runs-dir=/r",
            "roundhouse.training.workflows-dir=/w",
            "roundhouse.training.cache-dir=/c",
            "roundhouse.training.python=/p",
            "roundhouse.training.heartbeat-interval=2s",
            "roundhouse.training.cancellation-grace=3s",
            "roundhouse.training.threads=4",
            "roundhouse.training.jvm-heap=2g")
        .run(
            started -> {
              assertThat(started).hasNotFailed();
              assertThat(started.getBean(StoreProperties.class))
                  .isEqualTo(
                      new StoreProperties(
                          "target/store", URI.create("http://127.0.0.1:9000"), "eu-central-1"));
              assertThat(started.getBean(TemporalProperties.class).namespace()).isEqualTo("models");
              assertThat(started.getBean(TemporalProperties.class).version())
                  .contains(new WorkerVersion("platform", "4f2c1ab"));
              assertThat(started.getBean(WorkersProperties.class))
                  .isEqualTo(new WorkersProperties(3, 4, 5, 6, Duration.ofMinutes(1)));
              assertThat(started.getBean(TrainingProperties.class))
                  .isEqualTo(
                      new TrainingProperties(
                          Path.of("/r"),
                          Path.of("/w"),
                          Path.of("/c"),
                          Path.of("/p"),
                          Duration.ofSeconds(2),
                          Duration.ofSeconds(3),
                          4,
                          "2g"));
            });
  }

  @Test
  void everyKeyOfSparkIsTaken() throws IOException {
    context
        .withPropertyValues(
            "roundhouse.store=target/store",
            "roundhouse.spark.master=k8s://https://host:6443",
            "roundhouse.spark.class-path=" + pretendClassPath(),
            "roundhouse.spark.driver-heap=3g",
            "roundhouse.spark.kubernetes.image=registry.example/spark@sha256:ab",
            "roundhouse.spark.kubernetes.namespace=features",
            "roundhouse.spark.kubernetes.service-account=executor",
            "roundhouse.spark.settings.spark.executor.extraJavaOptions=-Xlog:gc")
        .run(
            started -> {
              assertThat(started).hasNotFailed();
              assertThat(started.getBean(SparkProperties.class))
                  .isEqualTo(
                      new SparkProperties(
                          "k8s://https://host:6443",
                          pretendClassPath().toString(),
                          "3g",
                          new Kubernetes(
                              "registry.example/spark@sha256:ab", "features", "executor"),
                          Map.of("spark.executor.extraJavaOptions", "-Xlog:gc")));
            });
  }

  /// Has what is looked for at the start, as empty files.
  private Path pretendClassPath() throws IOException {
    for (String found :
        List.of(
            "roundhouse/featureengine/spark/SparkProgram",
            "org/apache/spark/SparkContext",
            "org/apache/spark/scheduler/cluster/k8s/KubernetesClusterManager")) {
      Path file = folder.resolve(found + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    }
    return folder;
  }

  @Test
  void everyProblemOfSparksConfigurationIsTold() {
    context
        .withPropertyValues(
            "roundhouse.store=target/store",
            "roundhouse.spark.master=yarn",
            "roundhouse.spark.driver-heap=lots")
        .run(
            failed ->
                assertThat(failed)
                    .hasFailed()
                    .getFailure()
                    .hasStackTraceContaining("roundhouse.spark.master 'yarn'")
                    .hasStackTraceContaining("roundhouse.spark.driver-heap 'lots'")
                    .hasStackTraceContaining(
                        "roundhouse.spark.class-path '': expected the class org.apache.spark.SparkContext in it; add Spark's libraries"));
  }

  @Test
  void withoutAStoreTheStartFailsNamingTheKey() {
    context.run(
        failed ->
            assertThat(failed)
                .hasFailed()
                .getFailure()
                .hasStackTraceContaining(
                    "expected a folder or s3://bucket/prefix; set roundhouse.store"));
  }

  @Test
  void everyProblemOfTheTrainingsConfigurationIsTold() {
    context
        .withPropertyValues(
            "roundhouse.store=target/store",
            "roundhouse.training.threads=0",
            "roundhouse.training.jvm-heap=lots")
        .run(
            failed ->
                assertThat(failed)
                    .hasFailed()
                    .getFailure()
                    .hasStackTraceContaining("roundhouse.training.threads '0'")
                    .hasStackTraceContaining("roundhouse.training.jvm-heap 'lots'"));
  }

  @Test
  void eachPluginOnTheClassPathIsThere() {
    context
        .withPropertyValues("roundhouse.store=target/store")
        .run(
            started ->
                assertThat(started.getBeanNamesForType(WorkerPlugin.class))
                    .containsExactlyInAnyOrder(
                        "featuresPlugin",
                        "trainingPlugin",
                        "evaluationPlugin",
                        "promotionPlugin",
                        "retrainingPlugin"));
  }
}
