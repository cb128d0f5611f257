package roundhouse.workers.cli.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a scorer over REST.
public final class ScorerClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  // Decimals are kept as they are written: they are compared as text.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Pattern PROBABILITY =
      Pattern.compile("\"probability\"\\s*:\\s*([-+.0-9Ee]+)");

  private final String address;
  private final Optional<Path> tokenFile;

  public ScorerClient(String address, Optional<Path> tokenFile) {
    this.address = address;
    this.tokenFile = tokenFile;
  }

  /// One row's answer.
  ///
  /// @param probability as the scorer wrote it: the shortest decimal that reads back the same
  /// @param margin likewise
  public record Answer(
      String tag, String modelId, long revision, String probability, String margin) {}

  /// Scores one row of named features by a tag.
  public Answer score(String tag, Map<String, ? extends @Nullable Object> features) {
    return answer(post(tag, Map.of("features", features)));
  }

  /// Scores rows of named features by a tag: a probability for each, as the scorer wrote it.
  public List<String> scoreAll(
      String tag, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    return PROBABILITY
        .matcher(post(tag, Map.of("rows", rows)))
        .results()
        .map(written -> written.group(1))
        .toList();
  }

  private String post(String tag, Map<String, ?> content) {
    String body = JSON.writeValueAsString(content);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/v1/tags/" + tag + ":score"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    HttpResponse<String> response = send(request.build());
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    return response.body();
  }

  /// Whether the scorer says that it serves.
  public boolean isReady() {
    try {
      return send(HttpRequest.newBuilder(uri("/health/ready")).timeout(PATIENCE).build())
              .statusCode()
          == 200;
    } catch (RefusedException notYet) {
      return false;
    }
  }

  private URI uri(String path) {
    try {
      return URI.create(address + path);
    } catch (IllegalArgumentException malformed) {
      throw RefusedException.of("Scorer", address, "an address", "e.g. http://127.0.0.1:8090");
    }
  }

  private Optional<String> token() {
    return tokenFile.map(
        file -> {
          try {
            return Files.readString(file).strip();
          } catch (IOException e) {
            throw RefusedException.of(
                "--token-file", file.toString(), "a readable file", "correct the path");
          }
        });
  }

  private HttpResponse<String> send(HttpRequest request) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | IllegalArgumentException e) {
      throw RefusedException.of(
          "Scorer",
          address,
          "a scorer that answers",
          "start it with ./roundhouse demo, or correct --scorer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RefusedException.of("Scorer", address, "an answer before the end", "try again");
    }
  }

  private static Answer answer(String body) {
    JsonNode json = JSON.readTree(body);
    JsonNode score = json.path("scores").path(0);
    return new Answer(
        json.path("tag").asString(),
        json.path("modelId").asString(),
        json.path("revision").asLong(),
        literal(body, "probability", score),
        literal(body, "margin", score));
  }

  /// The number as it stands in the answer: a parsed one could be written differently.
  private static String literal(String body, String field, JsonNode score) {
    var written = Pattern.compile("\"" + field + "\"\\s*:\\s*([-+.0-9Ee]+)").matcher(body);
    return written.find() ? written.group(1) : score.path(field).asString();
  }

  private RefusedException refusal(HttpResponse<String> response) {
    try {
      List<Problem> problems =
          JSON.readTree(response.body())
              .path("problems")
              .valueStream()
              .map(problem -> JSON.convertValue(problem, Problem.class))
              .toList();
      if (!problems.isEmpty()) {
        return new RefusedException(problems);
      }
    } catch (JacksonException notOurs) {
      // Some other server answers there.
    }
    return RefusedException.of(
        "Scorer",
        address,
        "a score, got status " + response.statusCode(),
        "check the address, and the token's role where the scorer asks for one");
  }

  /// A row of named features from JSON text, bare or as `{"features": …}`.
  public static Map<String, @Nullable Object> parseFeatures(String json) throws JacksonException {
    Map<String, @Nullable Object> row = JSON.readValue(json, OBJECT);
    return row.get("features") instanceof Map<?, ?> features && row.size() == 1
        ? JSON.convertValue(features, OBJECT)
        : row;
  }
}
