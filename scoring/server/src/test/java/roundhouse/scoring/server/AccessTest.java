package roundhouse.scoring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import roundhouse.storage.Digests;

/// Every HTTP route × every identity. A route that is added without a row here fails.
@TestInstance(Lifecycle.PER_CLASS)
class AccessTest {
  private static final List<String> ROLES = List.of("score", "train", "approve", "admin");
  private static final Set<String> EVERYONE =
      Set.of("nobody", "stranger", "score", "train", "approve", "admin");
  private static final Set<String> HOLDERS = Set.copyOf(ROLES);
  private static final Set<String> SCORERS = Set.of("score", "admin");

  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("GET /health/live", EVERYONE),
          Map.entry("GET /health/ready", EVERYONE),
          Map.entry("GET /metrics", HOLDERS),
          Map.entry("GET /v1/tags", HOLDERS),
          Map.entry("GET /v1/tags/{tag}", HOLDERS),
          Map.entry("GET /v1/models/{id}", HOLDERS),
          Map.entry("POST /v1/tags/{tag}:score", SCORERS),
          Map.entry("GET /v2", HOLDERS),
          Map.entry("GET /v2/health/live", HOLDERS),
          Map.entry("GET /v2/health/ready", HOLDERS),
          Map.entry("GET /v2/models/{tag}", HOLDERS),
          Map.entry("GET /v2/models/{tag}/ready", HOLDERS),
          Map.entry("GET /v2/models/{tag}/versions/{id}", HOLDERS),
          Map.entry("GET /v2/models/{tag}/versions/{id}/ready", HOLDERS),
          Map.entry("POST /v2/models/{tag}/infer", SCORERS),
          Map.entry("POST /v2/models/{tag}/versions/{id}/infer", SCORERS),
          Map.entry("POST /v2/repository/index", SCORERS));

  private final Platform platform;
  private final RunningScorer scorer;

  AccessTest(@TempDir Path folder) throws IOException {
    platform = new Platform(folder.resolve("store")).declare("late");
    platform.register("model-a", 0.75f).move("model-a", "late");
    List<String> lines = new ArrayList<>();
    for (String role : ROLES) {
      lines.add("user-%s %s %s".formatted(role, role, Digests.sha256Hex(token(role))));
    }
    Path tokens = Files.write(folder.resolve("tokens"), lines);
    scorer =
        RunningScorer.start(
            platform.folder().toString(), folder.resolve("cache"), "token-file=" + tokens);
    await()
        .atMost(RunningScorer.PATIENCE)
        .until(() -> scorer.get("/health/ready").statusCode() == 200);
  }

  @AfterAll
  void stop() {
    scorer.close();
    platform.close();
  }

  @Test
  void theTableHasEveryRoute() {
    assertThat(routes()).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
  }

  @Test
  void everyRouteAnswersExactlyTheIdentitiesThatMayUseIt() {
    Map<String, String> wrong = new TreeMap<>();
    for (String route : routes()) {
      for (String identity : EVERYONE) {
        int status = call(route, identity).statusCode();
        boolean allowed = ALLOWED.getOrDefault(route, Set.of()).contains(identity);
        int refusal = HOLDERS.contains(identity) ? 403 : 401;
        if (status != (allowed ? 200 : refusal)) {
          wrong.put(route + " as " + identity, "answered " + status);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsNoRouteIsDeniedToEveryone() {
    for (String route :
        List.of("GET /", "GET /error", "GET /actuator", "PUT /v1/tags/{tag}", "HEAD /metrics/x")) {
      for (String identity : EVERYONE) {
        assertThat(call(route, identity).statusCode())
            .as(route + " as " + identity)
            .isEqualTo(HOLDERS.contains(identity) ? 403 : 401);
      }
    }
  }

  @Test
  void refusalsAreProblemsAndNeverShowATokenThatWasSent() {
    HttpResponse<String> unknown = call("GET /v1/tags", "stranger");
    HttpResponse<String> forbidden = call("POST /v1/tags/{tag}:score", "train");

    assertThat(unknown.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(List.of(unknown, forbidden))
        .allSatisfy(
            response -> {
              assertThat(response.headers().firstValue("Content-Type"))
                  .contains("application/problem+json");
              assertThat(response.body()).doesNotContain("secret").contains("remedy");
            });
    assertThat(forbidden.body()).contains("[train]");
  }

  @Test
  void tokensCountOnlyAsBearerTokens() {
    String token = token("admin");

    assertThat(scorer.get("/v1/tags", "Authorization", "bearer " + token).statusCode())
        .isEqualTo(200);
    for (String header :
        List.of(token, "Basic " + token, "Bearer", "Bearer ", "Bearer " + token + "x")) {
      assertThat(scorer.get("/v1/tags", "Authorization", header).statusCode())
          .as(header)
          .isEqualTo(401);
    }
    assertThat(scorer.get("/v1/tags?access_token=" + token).statusCode()).isEqualTo(401);
  }

  private Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    for (AbstractHandlerMapping mapping :
        scorer.context().getBeansOfType(AbstractHandlerMapping.class).values()) {
      if (mapping instanceof RequestMappingHandlerMapping annotated) {
        annotated.getHandlerMethods().keySet().forEach(route -> routes.addAll(describe(route)));
      }
    }
    return routes;
  }

  private static List<String> describe(RequestMappingInfo route) {
    List<String> described = new ArrayList<>();
    for (RequestMethod method : route.getMethodsCondition().getMethods()) {
      for (String path : route.getPatternValues()) {
        described.add(method + " " + path);
      }
    }
    assertThat(described).as("routes name their methods").isNotEmpty();
    return described;
  }

  private HttpResponse<String> call(String route, String identity) {
    String method = route.substring(0, route.indexOf(' '));
    String path =
        route.substring(route.indexOf(' ') + 1).replace("{tag}", "late").replace("{id}", "model-a");
    HttpRequest.Builder request =
        scorer
            .request(path, "Content-Type", "application/json")
            .method(
                method,
                method.equals("POST")
                    ? BodyPublishers.ofString(body(path))
                    : BodyPublishers.noBody());
    if (!identity.equals("nobody")) {
      request.header("Authorization", "Bearer " + token(identity));
    }
    return scorer.send(request);
  }

  private static String body(String path) {
    return path.startsWith("/v2")
        ? "{\"inputs\":[{\"name\":\"carrier\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"UA\"]}]}"
        : "{\"features\": {\"carrier\": \"UA\"}}";
  }

  private static String token(String identity) {
    return "secret-of-" + identity;
  }
}
