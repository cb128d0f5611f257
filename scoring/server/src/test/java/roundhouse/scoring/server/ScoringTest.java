package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static roundhouse.scoring.server.RunningScorer.json;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.Score;
import roundhouse.scoring.decision.ScoringModel;
import tools.jackson.databind.JsonNode;

@TestInstance(Lifecycle.PER_CLASS)
class ScoringTest {
  private static final String UNITED = "{\"features\": {\"carrier\": \"UA\", \"distance\": 719}}";

  private final RunningScorer scorer;
  private final Platform platform;
  private final long revision;

  ScoringTest(@TempDir Path folder) {
    platform = new Platform(folder.resolve("store")).declare("late", "empty");
    revision = platform.register("model-a", 0.75f).move("model-a", "late");
    scorer =
        RunningScorer.start(
            platform.folder().toString(),
            folder.resolve("cache"),
            "max-request-size=2KB",
            "max-rows=5");
    await()
        .atMost(RunningScorer.PATIENCE)
        .until(() -> scorer.get("/v1/tags/late").statusCode() == 200);
  }

  @AfterAll
  void stop() {
    scorer.close();
    platform.close();
  }

  @Test
  void namedFeaturesAreScoredByTheTagsModel() {
    HttpResponse<String> response = scorer.score("late", UNITED);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo(
            "{\"tag\":\"late\",\"modelId\":\"model-a\",\"revision\":%d,\"scores\":[{\"probability\":%s,\"margin\":0.75}]}"
                .formatted(revision, probability("UA", 719)));
  }

  @Test
  void rowsAreScoredInTheirOrder() {
    JsonNode answer =
        json(
            scorer.score(
                "late",
                """
                {"rows": [{"carrier": "AA", "distance": 499.5},
                          {"carrier": "AA", "distance": 500},
                          {"carrier": "AA"},
                          {"carrier": "UA", "distance": null}]}
                """));

    assertThat(answer.path("scores").valueStream().map(score -> score.path("margin").asString()))
        .containsExactly("-0.5", "0.25", "0.25", "0.75");
  }

  @Test
  void noRowsGiveNoScores() {
    assertThat(json(scorer.score("late", "{\"rows\": []}")).path("scores")).isEmpty();
  }

  @Test
  void everyWrongFeatureIsListed() {
    HttpResponse<String> response =
        scorer.score("late", "{\"features\": {\"distance\": \"far\", \"speed\": 3}}");

    requireProblem(response, 400);
    assertThat(problems(response, "subject")).hasSize(3);
    assertThat(json(response).path("detail").asString())
        .contains("carrier", "distance", "far", "speed");
    assertThat(problems(response, "remedy")).noneMatch(String::isBlank);
  }

  @Test
  void problemsNameTheirRow() {
    HttpResponse<String> response =
        scorer.score("late", "{\"rows\": [{\"carrier\": \"UA\"}, {}, {\"carrier\": []}]}");

    requireProblem(response, 400);
    assertThat(problems(response, "subject"))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("Row 1: "),
            second -> assertThat(second).startsWith("Row 2: "));
  }

  @Test
  void unknownTagIsNotFoundAndNamesTheKnownOnes() {
    HttpResponse<String> response = scorer.score("later", UNITED);

    requireProblem(response, 404);
    assertThat(problems(response, "expectation")).containsExactly("one of empty, late");
    requireProblem(scorer.get("/v1/tags/later"), 404);
  }

  @Test
  void tagWithoutChampionIsAConflictThatSaysWhatToDo() {
    HttpResponse<String> response = scorer.score("empty", UNITED);

    requireProblem(response, 409);
    assertThat(problems(response, "remedy")).containsExactly("train a model for it and promote it");
  }

  @Test
  void malformedJsonIsRefusedWithItsPlace() {
    for (String body :
        List.of("", "{", "[]", "1", "{\"features\": {\"a\": 1, \"a\": 2}}", "{} {}")) {
      requireProblem(scorer.score("late", body), 400);
    }
    assertThat(problems(scorer.score("late", "{\n  \"features\": }"), "value"))
        .containsExactly("line 2, column 15");
  }

  @Test
  void everyProblemOfTheBodysShapeIsListed() {
    HttpResponse<String> response =
        scorer.score("late", "{\"rows\": 3, \"features\": {}, \"colour\": 1, \"size\": 2}");

    requireProblem(response, 400);
    assertThat(problems(response, "value")).containsExactly("colour", "size", "features and rows");
    requireProblem(scorer.score("late", "{}"), 400);
    requireProblem(scorer.score("late", "{\"rows\": 3}"), 400);
    requireProblem(scorer.score("late", "{\"rows\": [3]}"), 400);
    requireProblem(scorer.score("late", "{\"features\": null}"), 400);
  }

  @Test
  void bodyBeyondTheLimitIsTooLarge() {
    String atLimit = UNITED + " ".repeat(2048 - UNITED.length());

    assertThat(scorer.score("late", atLimit).statusCode()).isEqualTo(200);
    requireProblem(scorer.score("late", atLimit + " "), 413);
  }

  @Test
  void moreRowsThanTheLimitAreTooMany() {
    String row = "{\"carrier\": \"UA\"}";

    assertThat(scorer.score("late", rows(row, 5)).statusCode()).isEqualTo(200);
    requireProblem(scorer.score("late", rows(row, 6)), 413);
  }

  @Test
  void otherMediaTypesAndMethodsAreRefused() {
    var form =
        scorer
            .request("/v1/tags/late:score", "Content-Type", "application/x-www-form-urlencoded")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(UNITED));

    requireProblem(scorer.send(form), 415);
    requireProblem(scorer.send(scorer.request("/v1/tags/late:score").DELETE()), 403);
  }

  @Test
  void pathsThatCouldTraverseAreRefused() {
    for (String path :
        List.of("/v1/tags/%2e%2e/x", "/v1//tags", "/v1/tags/a%2Fb", "/v1/tags;x=y", "/nope")) {
      HttpResponse<String> response = scorer.get(path);

      assertThat(response.statusCode()).isIn(400, 403);
      requireProblem(response, response.statusCode());
    }
  }

  @Test
  void tagsAreListedWithTheirModels() {
    assertThat(scorer.get("/v1/tags").body())
        .isEqualTo(
            "{\"tags\":[{\"tag\":\"empty\",\"modelId\":null,\"revision\":0,\"pending\":null},{\"tag\":\"late\",\"modelId\":\"model-a\",\"revision\":%d,\"pending\":null}]}"
                .formatted(revision));
    assertThat(scorer.get("/v1/tags/late").body())
        .isEqualTo(
            "{\"tag\":\"late\",\"modelId\":\"model-a\",\"revision\":%d,\"pending\":null}"
                .formatted(revision));
  }

  @Test
  void aServedModelSaysWhatItTakesAndComesFrom() {
    JsonNode model = json(scorer.get("/v1/models/model-a"));

    assertThat(model.path("inputs").toString())
        .isEqualTo(
            "[{\"name\":\"carrier\",\"type\":\"text\",\"categories\":[\"AA\",\"UA\"]},{\"name\":\"distance\",\"type\":\"number\"}]");
    assertThat(model.path("trainTo").asString()).isEqualTo("2013-09-15T00:00:00Z");
    requireProblem(scorer.get("/v1/models/model-b"), 404);
  }

  @Test
  void healthAndMetricsAnswer() {
    scorer.score("late", UNITED);
    scorer.score("late", "{\"features\": {\"carrier\": \"AA\"}}");

    assertThat(scorer.get("/health/live").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(scorer.get("/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(scorer.get("/metrics").body())
        .contains(
            "roundhouse_scorer_rows_total{tag=\"late\"}",
            "roundhouse_scorer_missing_total{input=\"distance\",tag=\"late\"}",
            "roundhouse_scorer_probability_bucket{tag=\"late\",le=\"0.7\"}",
            "roundhouse_scorer_latency_seconds_bucket{tag=\"late\",le=\"0.1\"}",
            "roundhouse_scorer_registry_head",
            "roundhouse_scorer_registry_age_seconds",
            "roundhouse_scorer_tags_pending 0.0",
            "http_server_requests_seconds_count");
  }

  @Test
  void aForeignHostNameIsNoLocalUser() {
    // Through a socket: Java's client does not let a caller choose the Host header.
    String answer =
        RawHttp.exchange(
            scorer.port(),
            "GET /v1/tags HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 401 ");
  }

  private static String rows(String row, int count) {
    return "{\"rows\": [" + String.join(",", java.util.Collections.nCopies(count, row)) + "]}";
  }

  private static String probability(String carrier, int distance) {
    ModelArtefact artefact = new SmallModel("model-a", 0.75f).artefact();
    Score score =
        ScoringModel.load(artefact)
            .score(java.util.Map.of("carrier", carrier, "distance", distance));
    return score.decimal(score.probability());
  }

  private static List<String> problems(HttpResponse<String> response, String part) {
    return json(response)
        .path("problems")
        .valueStream()
        .map(problem -> problem.path(part).asString())
        .toList();
  }

  private static void requireProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.path("type").asString()).isEqualTo("about:blank");
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asString()).isNotEmpty();
    assertThat(problem.path("detail").asString()).isNotEmpty();
    assertThat(problem.path("problems")).isNotEmpty();
  }
}
