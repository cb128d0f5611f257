package roundhouse.workers.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import roundhouse.http.options.OptionsCheck;
import roundhouse.http.problem.RefusedStartException;
import roundhouse.storage.Digests;

class OptionsTest {
  private static final String TOPICS =
      """
      {"topics": [{"topic": "t", "format": "json", "stream": "s", "id": "id",
        "eventTime": "at", "knownAt": "at", "lateness": "PT0S",
        "fields": [{"name": "id", "type": "long"}, {"name": "at", "type": "instant"}]}]}""";

  @TempDir private Path folder;

  @Test
  void whatHasNoDefaultIsStoreFeatureSetKafkaAndTopics() throws Exception {
    runner(required())
        .run(
            context -> {
              assertThat(context.getBean(FeatureServerOptions.class))
                  .isEqualTo(
                      new FeatureServerOptions(
                          folder.toString(),
                          null,
                          null,
                          "shop@1",
                          null,
                          null,
                          "127.0.0.1",
                          8091,
                          DataSize.ofMegabytes(1),
                          1000,
                          Duration.ofMillis(250),
                          FeatureServerOptions.Clock.SYSTEM));
              assertThat(context.getBean(StreamServerOptions.class))
                  .isEqualTo(
                      new StreamServerOptions(
                          "kafka:9092",
                          folder.resolve("topics.json"),
                          Path.of(".roundhouse/features"),
                          "",
                          2,
                          4,
                          Duration.ofMillis(100),
                          1,
                          0,
                          10000,
                          "",
                          "feature-answers",
                          Map.of()));
              assertThat(context.getBean(ArchiverOptions.class))
                  .isEqualTo(
                      new ArchiverOptions(
                          true,
                          Path.of(".roundhouse/archiver"),
                          "roundhouse-archiver",
                          500_000,
                          Duration.ofMinutes(1)));
            });
  }

  @Test
  void everyKeyIsRead() throws Exception {
    Path tokens =
        Files.writeString(folder.resolve("tokens"), "a score " + Digests.sha256Hex("secret"));
    runner(
            with(
                required(),
                "features.s3-endpoint=http://127.0.0.1:9",
                "features.s3-region=eu-central-1",
                "features.token-file=" + tokens,
                "features.peer-token-file=" + tokens,
                "features.bind=0.0.0.0",
                "features.port=0",
                "features.max-request-size=2MB",
                "features.max-asks=7",
                "features.patience=1s",
                "features.clock=replay",
                "stream.state-folder=/state",
                "stream.advertised=here:1",
                "stream.threads=3",
                "stream.entity-partitions=8",
                "stream.commit-interval=2s",
                "stream.topic-replicas=3",
                "stream.standby-replicas=1",
                "stream.live-entities=9",
                "stream.start-from=states/shop-v1-0123456789abcdef",
                "stream.answers-topic=answers",
                "stream.kafka.security.protocol=SSL",
                "archiver.enabled=false",
                "archiver.folder=/archiver",
                "archiver.group=g",
                "archiver.max-records=5",
                "archiver.max-age=3s"))
        .run(
            context -> {
              assertThat(context.getBean(FeatureServerOptions.class))
                  .isEqualTo(
                      new FeatureServerOptions(
                          folder.toString(),
                          "http://127.0.0.1:9",
                          "eu-central-1",
                          "shop@1",
                          tokens,
                          tokens,
                          "0.0.0.0",
                          0,
                          DataSize.ofMegabytes(2),
                          7,
                          Duration.ofSeconds(1),
                          FeatureServerOptions.Clock.REPLAY));
              assertThat(context.getBean(StreamServerOptions.class))
                  .isEqualTo(
                      new StreamServerOptions(
                          "kafka:9092",
                          folder.resolve("topics.json"),
                          Path.of("/state"),
                          "here:1",
                          3,
                          8,
                          Duration.ofSeconds(2),
                          3,
                          1,
                          9,
                          "states/shop-v1-0123456789abcdef",
                          "answers",
                          Map.of("security.protocol", "SSL")));
              assertThat(context.getBean(ArchiverOptions.class))
                  .isEqualTo(
                      new ArchiverOptions(
                          false, Path.of("/archiver"), "g", 5, Duration.ofSeconds(3)));
            });
  }

  @Test
  void everyProblemOfARecordIsListedAtOnce() throws Exception {
    assertThat(
            refusals(
                with(
                    required(),
                    "features.store=ftp://host",
                    "features.feature-set=shop",
                    "features.port=-1",
                    "features.bind=0.0.0.0",
                    "features.patience=soon",
                    "features.max-asks=0",
                    "features.clock=sundial",
                    "features.colour=red")))
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("ftp://host", "expected a folder"),
            problem -> assertThat(problem).contains("feature-set 'shop'", "name@version"),
            problem -> assertThat(problem).contains("port '-1'", "0 to 65535"),
            problem -> assertThat(problem).contains("bind '0.0.0.0'", "token-file"),
            problem -> assertThat(problem).contains("patience 'soon'", "a duration"),
            problem -> assertThat(problem).contains("max-asks '0'", "1 to 100000"),
            problem -> assertThat(problem).contains("clock 'sundial'", "one of system, replay"),
            problem -> assertThat(problem).contains("colour 'red'", "a key that"));
  }

  @Test
  void theTopicsFileIsReadAtStart() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.json"), "{\"topics\": [{\"topic\": \"t\"}]}");

    assertThat(
            refusals(
                with(
                    required(),
                    "stream.topics-file=" + file,
                    "stream.bootstrap-servers=",
                    "stream.start-from=/states/",
                    "stream.threads=0")))
        .anySatisfy(problem -> assertThat(problem).contains("topics-file", "'stream' is missing"))
        .anySatisfy(problem -> assertThat(problem).contains("has no fields"))
        .anySatisfy(problem -> assertThat(problem).contains("bootstrap-servers", "where Kafka is"))
        .anySatisfy(problem -> assertThat(problem).contains("start-from '/states/'", "emitted"))
        .anySatisfy(problem -> assertThat(problem).contains("threads '0'"));
  }

  @Test
  void anArchiverThatWouldNeverEndASegmentIsRefused() throws Exception {
    assertThat(refusals(with(required(), "archiver.max-age=0s", "archiver.max-records=0")))
        .hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains("max-age", "10ms to 1h"))
        .anySatisfy(problem -> assertThat(problem).contains("max-records '0'"));
  }

  private String[] required() throws Exception {
    Path topics = Files.writeString(folder.resolve("topics.json"), TOPICS);
    return new String[] {
      "features.store=" + folder,
      "features.feature-set=shop@1",
      "stream.bootstrap-servers=kafka:9092",
      "stream.topics-file=" + topics
    };
  }

  private static String[] with(String[] options, String... more) {
    String[] all = Arrays.copyOf(options, options.length + more.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return all;
  }

  private static List<String> refusals(String... options) {
    @Nullable Throwable[] failure = new Throwable[1];
    runner(options).run(context -> failure[0] = context.getStartupFailure());
    for (Throwable cause = failure[0]; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedStartException refused) {
        return refused.problems();
      }
    }
    throw new AssertionError("It started", failure[0]);
  }

  private static ApplicationContextRunner runner(String... options) {
    return new ApplicationContextRunner()
        .withUserConfiguration(OnlyOptions.class)
        .withPropertyValues(
            Arrays.stream(options).map(option -> "roundhouse." + option).toArray(String[]::new));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({
    FeatureServerOptions.class,
    StreamServerOptions.class,
    ArchiverOptions.class
  })
  static class OnlyOptions {
    @Bean
    static OptionsCheck<FeatureServerOptions> server() {
      return FeatureServer.serverOptionsCheck();
    }

    @Bean
    static OptionsCheck<StreamServerOptions> stream() {
      return FeatureServer.streamOptionsCheck();
    }

    @Bean
    static OptionsCheck<ArchiverOptions> archiver() {
      return FeatureServer.archiverOptionsCheck();
    }
  }
}
