package roundhouse.workers.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.event.EventTopic;

class FeatureServerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void startsWithKafkaDownIsAliveAndSaysWhyItDoesNotServe() throws Exception {
    PublishedShop.into(folder.resolve("store"));
    try (ConfigurableApplicationContext server = start()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(get(server, "/health/ready").body())
                      .contains("Kafka at 127.0.0.1:1: does not answer"));
      assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
      assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
      HttpResponse<String> refused =
          send(
              request(server, "/v1/feature-sets/shop@1:get")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"ask\": {}}")));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("Kafka at 127.0.0.1:1", "try again later");
      assertThat(get(server, "/metrics").body()).contains("roundhouse_features_ready 0.0");
    }
  }

  @Test
  void aFeatureSetThatIsNotPublishedIsSaid() throws Exception {
    try (ConfigurableApplicationContext server = start()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(get(server, "/health/ready").body())
                      .contains("Feature set 'shop@1': not published"));
    }
  }

  private ConfigurableApplicationContext start() throws IOException {
    Path topics =
        Files.write(
            folder.resolve("topics.json"),
            TopicsFile.write(List.of(EventTopic.ofJson("visits", PublishedShop.VISITS))));
    return SpringApplication.run(
        FeatureServer.class,
        "--roundhouse.features.store=" + folder.resolve("store"),
        "--roundhouse.features.feature-set=shop@1",
        "--roundhouse.features.port=0",
        "--roundhouse.stream.bootstrap-servers=127.0.0.1:1",
        "--roundhouse.stream.topics-file=" + topics,
        "--roundhouse.stream.state-folder=" + folder.resolve("state"),
        "--roundhouse.archiver.folder=" + folder.resolve("archiver"));
  }

  private HttpResponse<String> get(ConfigurableApplicationContext server, String path) {
    return send(request(server, path).GET());
  }

  private static HttpRequest.Builder request(ConfigurableApplicationContext server, String path) {
    int port =
        Objects.requireNonNull(((ServletWebServerApplicationContext) server).getWebServer())
            .getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
