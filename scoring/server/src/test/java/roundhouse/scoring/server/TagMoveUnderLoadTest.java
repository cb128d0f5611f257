package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TagMoveUnderLoadTest {
  private static final int CLIENTS = 4;
  private static final int MOVES = 6;
  private static final Map<String, String> MARGINS = Map.of("model-a", "0.75", "model-b", "1.5");

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger answered = new AtomicInteger();
  private final Set<String> wrong = ConcurrentHashMap.newKeySet();
  private final Set<String> modelIds = ConcurrentHashMap.newKeySet();

  @Test
  void movesUnderConstantLoadFailNoRequest(@TempDir Path folder) throws InterruptedException {
    try (Platform platform = new Platform(folder.resolve("store")).declare("late")) {
      platform.register("model-a", 0.75f).register("model-b", 1.5f).move("model-a", "late");
      try (RunningScorer scorer =
          RunningScorer.start(platform.folder().toString(), folder.resolve("cache"))) {
        await().atMost(RunningScorer.PATIENCE).until(() -> score(scorer).statusCode() == 200);
        List<Thread> clients = startClients(scorer);
        for (int move = 1; move <= MOVES; move++) {
          String next = move % 2 == 0 ? "model-a" : "model-b";
          long revision = platform.move(next, "late");
          int before = answered.get();
          await()
              .atMost(RunningScorer.PATIENCE)
              .until(() -> revision(score(scorer)) == revision && answered.get() > before + 20);
        }
        stop.set(true);
        for (Thread client : clients) {
          client.join();
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(modelIds).containsExactlyInAnyOrder("model-a", "model-b");
    assertThat(answered.get()).isGreaterThan(MOVES * 20);
  }

  private List<Thread> startClients(RunningScorer scorer) {
    List<Thread> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      clients.add(Thread.ofPlatform().start(() -> scoreUntilStopped(scorer)));
    }
    return clients;
  }

  /// A client's revisions never go back, and its scores are those of the model that it is told.
  private void scoreUntilStopped(RunningScorer scorer) {
    long last = 0;
    while (!stop.get()) {
      try {
        HttpResponse<String> response = score(scorer);
        JsonNode answer = RunningScorer.json(response);
        String modelId = answer.path("modelId").asString();
        String margin = answer.path("scores").path(0).path("margin").asString();
        if (response.statusCode() != 200
            || !margin.equals(MARGINS.get(modelId))
            || revision(response) < last) {
          wrong.add(response.body());
        }
        last = revision(response);
        modelIds.add(modelId);
        answered.incrementAndGet();
      } catch (RuntimeException failure) {
        wrong.add(failure.toString());
      }
    }
  }

  private static HttpResponse<String> score(RunningScorer scorer) {
    return scorer.score("late", "{\"features\": {\"carrier\": \"UA\", \"distance\": 719}}");
  }

  private static long revision(HttpResponse<String> response) {
    return RunningScorer.json(response).path("revision").asLong();
  }
}
