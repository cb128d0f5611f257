package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

class ScorerOptionsTest {
  @TempDir Path folder;

  @Test
  void onlyTheStoreHasNoDefault() {
    assertThat(bind("store=" + folder))
        .isEqualTo(
            new ScorerOptions(
                folder.toString(),
                null,
                null,
                Path.of(".roundhouse/scorer"),
                null,
                "127.0.0.1",
                8090,
                Duration.ofMillis(500),
                DataSize.ofMegabytes(1),
                10_000));
  }

  @Test
  void everyKeyIsRead() throws Exception {
    Path tokens =
        Files.writeString(folder.resolve("tokens"), "a score " + Digests.sha256Hex("secret"));

    assertThat(
            bind(
                "store=s3://bucket/prefix",
                "s3-endpoint=http://127.0.0.1:9",
                "s3-region=eu-central-1",
                "cache=/var/cache/scorer",
                "token-file=" + tokens,
                "bind=0.0.0.0",
                "port=0",
                "refresh-interval=2s",
                "max-request-size=2MB",
                "max-rows=7"))
        .isEqualTo(
            new ScorerOptions(
                "s3://bucket/prefix",
                "http://127.0.0.1:9",
                "eu-central-1",
                Path.of("/var/cache/scorer"),
                tokens,
                "0.0.0.0",
                0,
                Duration.ofSeconds(2),
                DataSize.ofMegabytes(2),
                7));
  }

  @Test
  void everyProblemIsListedAtOnce() {
    assertThat(
            refusals(
                "store=ftp://host",
                "port=-1",
                "bind=0.0.0.0",
                "refresh-interval=soon",
                "max-rows=0",
                "max-request-size=1B",
                "colour=red"))
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).contains("ftp://host", "expected a folder"),
            problem -> assertThat(problem).contains("port '-1'", "0 to 65535"),
            problem -> assertThat(problem).contains("bind '0.0.0.0'", "token-file"),
            problem -> assertThat(problem).contains("refresh-interval 'soon'", "a duration"),
            problem -> assertThat(problem).contains("max-rows '0'", "1 to 1000000"),
            problem -> assertThat(problem).contains("max-request-size '1B'", "1KB to 100MB"),
            problem ->
                assertThat(problem).contains("colour 'red'", "a key that this process knows"));
  }

  @Test
  void anAbsentStoreIsRefusedWithWhatToSet() {
    assertThat(refusals()).singleElement().asString().contains("roundhouse.scorer.store ''");
  }

  @Test
  void anUnusableTokenFileIsRefused() {
    assertThat(refusals("store=" + folder, "token-file=" + folder.resolve("absent")))
        .singleElement()
        .asString()
        .contains("roundhouse.scorer.token-file: Token file", "cannot be read");
  }

  @Test
  void anUnknownAddressIsRefused() {
    assertThat(refusals("store=" + folder, "bind=no.such.host.invalid"))
        .singleElement()
        .asString()
        .contains("bind 'no.such.host.invalid'");
  }

  @Test
  void otherLoopbackAddressesNeedNoTokens() {
    assertThat(bind("store=" + folder, "bind=::1").bind()).isEqualTo("::1");
    assertThat(bind("store=" + folder, "bind=localhost").bind()).isEqualTo("localhost");
  }

  private ScorerOptions bind(String... options) {
    ScorerOptions[] bound = new ScorerOptions[1];
    runner(options).run(context -> bound[0] = context.getBean(ScorerOptions.class));
    return bound[0];
  }

  private List<String> refusals(String... options) {
    @Nullable Throwable[] failure = new Throwable[1];
    runner(options).run(context -> failure[0] = context.getStartupFailure());
    for (Throwable cause = failure[0]; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedStartException refused) {
        assertThat(refused.getExitCode()).isEqualTo(2);
        return refused.problems();
      }
    }
    throw new AssertionError("It started", failure[0]);
  }

  private static ApplicationContextRunner runner(String... options) {
    List<String> properties =
        List.of(options).stream().map(option -> "roundhouse.scorer." + option).toList();
    return new ApplicationContextRunner()
        .withUserConfiguration(OnlyOptions.class)
        .withPropertyValues(properties.toArray(String[]::new));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ScorerOptions.class)
  static class OnlyOptions {
    @Bean
    static OptionsCheck<ScorerOptions> optionsCheck() {
      return ScorerOptionsCheck.beforeStart();
    }
  }
}
