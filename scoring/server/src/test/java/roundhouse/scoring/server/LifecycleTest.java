package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;

class LifecycleTest {
  private static final String BODY = "{\"features\": {\"carrier\": \"UA\", \"distance\": 719}}";

  @TempDir Path folder;

  @Test
  void aRequestUnderWayIsAnsweredBeforeTheProcessEnds() throws Exception {
    try (Platform platform = platform();
        RunningScorer scorer = start(platform.folder().toString());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), scorer.port())) {
      await()
          .atMost(RunningScorer.PATIENCE)
          .until(() -> scorer.score("late", BODY).statusCode() == 200);
      send(client, head() + BODY.substring(0, 10));
      await().atMost(RunningScorer.PATIENCE).until(() -> activeRequests(scorer) >= 1);

      CompletableFuture<Void> stopping = CompletableFuture.runAsync(scorer.context()::close);
      await()
          .atMost(RunningScorer.PATIENCE)
          .until(() -> readiness(scorer) == ReadinessState.REFUSING_TRAFFIC);
      send(client, BODY.substring(10));

      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"margin\":0.75");
      stopping.join();
    }
  }

  @Test
  void aStartWithEverythingElseDownServesFromTheCache() {
    try (Platform platform = platform();
        RunningScorer scorer = start(platform.folder().toString())) {
      await()
          .atMost(RunningScorer.PATIENCE)
          .until(() -> scorer.score("late", BODY).statusCode() == 200);
    }

    // Nothing listens there.
    try (RunningScorer scorer =
        start("s3://nowhere/at-all", "s3-endpoint=http://127.0.0.1:1", "s3-region=us-east-1")) {
      assertThat(scorer.score("late", BODY).statusCode()).isEqualTo(200);
      assertThat(scorer.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFirstStartWithTheStoreDownIsAliveAndSaysWhyItDoesNotServe() {
    try (RunningScorer scorer =
        start("s3://nowhere/at-all", "s3-endpoint=http://127.0.0.1:1", "s3-region=us-east-1")) {
      assertThat(scorer.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(scorer.get("/health/ready").statusCode()).isEqualTo(503);
      assertThat(scorer.score("late", BODY).statusCode()).isEqualTo(503);
      assertThat(scorer.score("late", BODY).body()).contains("check that the store is reachable");
    }
  }

  private Platform platform() {
    Platform platform = new Platform(folder.resolve("store")).declare("late");
    platform.register("model-a", 0.75f).move("model-a", "late");
    return platform;
  }

  private RunningScorer start(String store, String... options) {
    return RunningScorer.start(store, folder.resolve("cache"), options);
  }

  private static double activeRequests(RunningScorer scorer) {
    return scorer
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("http_server_requests_active_seconds_count"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum()
        - 1;
  }

  private static ReadinessState readiness(RunningScorer scorer) {
    return scorer.context().getBean(ApplicationAvailability.class).getReadinessState();
  }

  private static String head() {
    return "POST /v1/tags/late:score HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(BODY.length());
  }

  private static void send(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
