package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scorer as a process of its own.
class ScorerProcessIT {
  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder;

  @Test
  void terminationEndsTheProcessInOrder() throws Exception {
    int port = freePort();
    Process scorer =
        start(
            "store=" + folder.resolve("store"), "cache=" + folder.resolve("cache"), "port=" + port);
    try {
      await().atMost(Duration.ofMinutes(2)).until(() -> isReady(port) || !scorer.isAlive());
      assertThat(scorer.isAlive()).as(log()).isTrue();

      scorer.destroy();

      assertThat(scorer.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(scorer.exitValue()).isEqualTo(TERMINATED);
    } finally {
      scorer.destroyForcibly();
    }
  }

  @Test
  void refusedOptionsEndTheProcessWithTheirListAndNoStackTrace() throws Exception {
    Process scorer = start("port=many", "bind=0.0.0.0");
    try {
      assertThat(scorer.waitFor(2, TimeUnit.MINUTES)).isTrue();

      assertThat(scorer.exitValue()).isEqualTo(2);
      assertThat(log())
          .contains(
              "roundhouse.scorer.port 'many'",
              "roundhouse.scorer.store ''",
              "roundhouse.scorer.bind '0.0.0.0'")
          .doesNotContain("\tat ");
    } finally {
      scorer.destroyForcibly();
    }
  }

  private Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Scorer.class.getName());
    for (String option : options) {
      command.add("--roundhouse.scorer." + option);
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private static boolean isReady(int port) throws InterruptedException {
    URI ready = URI.create("http://127.0.0.1:%d/health/ready".formatted(port));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
