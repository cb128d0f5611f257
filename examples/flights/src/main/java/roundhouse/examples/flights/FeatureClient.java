package roundhouse.examples.flights;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the feature server for features.
final class FeatureClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final TypeReference<Map<String, Object>> FEATURES = new TypeReference<>() {};
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String reference;
  private final String address;

  FeatureClient(String reference, String address) {
    this.reference = reference;
    this.address = address;
  }

  /// Waits until the server answers asks.
  void awaitReady() throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    String found = "no answer";
    while (Instant.now().isBefore(deadline)) {
      try {
        HttpResponse<String> response = send(request("/health/ready").GET());
        if (response.statusCode() == 200) {
          return;
        }
        found = response.body();
      } catch (IOException notYet) {
        found = notYet.toString();
      }
      Thread.sleep(200);
    }
    throw new IllegalStateException(
        "Feature server %s: not ready after %s (%s); look at its log"
            .formatted(address, PATIENCE, found));
  }

  /// The features of each ask; throws where an answer lacks some.
  List<Map<String, Object>> ask(List<Map<String, @Nullable Object>> asks)
      throws InterruptedException {
    try {
      HttpResponse<String> response =
          send(
              request("/v1/feature-sets/" + reference + ":get")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("asks", asks)))));
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "Feature server %s: answered %d: %s"
                .formatted(address, response.statusCode(), response.body()));
      }
      List<Map<String, Object>> features = new ArrayList<>();
      for (JsonNode answer : JSON.readTree(response.body()).required("answers")) {
        for (JsonNode entity : answer.required("entities")) {
          if (entity.has("unavailable")) {
            throw new IllegalStateException(
                "Ask %s: %s".formatted(answer.get("askId"), entity.get("unavailable").asString()));
          }
        }
        features.add(JSON.convertValue(answer.required("features"), FEATURES));
      }
      return features;
    } catch (IOException e) {
      throw new IllegalStateException("Feature server %s: %s".formatted(address, e), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }
}
