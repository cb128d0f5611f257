package roundhouse.featureengine.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.service.Shop;
import roundhouse.featureengine.service.Shop.Visit;
import roundhouse.featureengine.service.answer.AnswerLog;
import roundhouse.featureengine.service.answer.AskTimes;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.HeldEntities;
import roundhouse.featureengine.service.answer.Peers;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAnswer.Unavailable;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.featureengine.stream.SourcePosition;
import roundhouse.http.HttpServer;
import roundhouse.http.ListenAddress;
import roundhouse.http.Readiness;
import roundhouse.http.RequestLimits;
import roundhouse.http.access.Access;
import roundhouse.http.access.RouteRoles;
import roundhouse.http.access.Tokens;
import roundhouse.storage.Digests;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(Lifecycle.PER_CLASS)
class FeatureRoutesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String ASK =
      "{\"id\": 1, \"user\": \"ann\", \"page\": \"home\", \"at\": \"2026-01-01T12:00:00Z\"}";
  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "POST /v1/feature-sets/{reference}:get", Set.of("score", "admin"),
          "POST /v1/feature-sets/{reference}/entities:answer", Set.of("score", "admin"),
          "GET /v1/feature-sets", Set.of("score", "train", "approve", "admin"),
          "GET /v1/feature-sets/{reference}", Set.of("score", "train", "approve", "admin"),
          "GET /metrics", Set.of("score", "train", "approve", "admin"));

  private static String obstacle = "";
  private static boolean isApplied;
  private final ConfigurableApplicationContext context;

  FeatureRoutesTest(@TempDir Path folder) throws IOException {
    StringBuilder tokens = new StringBuilder();
    for (String role : List.of("score", "train", "approve", "admin")) {
      tokens.append("%s %s %s%n".formatted(role, role, Digests.sha256Hex("secret-" + role)));
    }
    Path file = Files.writeString(folder.resolve("tokens"), tokens);
    context =
        SpringApplication.run(Server.class, "--tokens=" + file, "--spring.main.banner-mode=off");
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @BeforeEach
  void ready() {
    obstacle = "";
    isApplied = false;
  }

  @Test
  void oneAskIsAnsweredWithAllThatItTakesToCheckIt() {
    HttpResponse<String> response = get("{\"ask\": %s}".formatted(ASK));

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode body = json(response);
    assertThat(body.get("featureSet").asString()).isEqualTo("shop@1");
    assertThat(body.get("planHash").asString()).isEqualTo(Shop.PLAN.hash());
    JsonNode answer = body.get("answers").get(0);
    assertThat(answer.get("features").toString())
        .isEqualTo(
            """
            {"user":"ann","user_visits_1h":1,"user_seconds_mean_1h":0.1,"page_visits_1h":1}\
            """);
    assertThat(answer.get("digest").asString())
        .isEqualTo(Digests.sha256Hex(answer.get("features").toString()));
    assertThat(answer.get("staleMillis").asLong()).isEqualTo(60_000);
    assertThat(answer.get("entities"))
        .allSatisfy(
            entity ->
                assertThat(entity.get("positions").toString())
                    .isEqualTo("[{\"topic\":\"visits\",\"partition\":0,\"offset\":5}]"));
  }

  @Test
  void manyAsksAreAnsweredInTheirOrder() {
    JsonNode answers =
        json(get("{\"asks\": [%s, %s]}".formatted(ASK, ASK.replace("\"ann\"", "\"bob\""))))
            .get("answers");

    assertThat(answers).hasSize(2);
    assertThat(answers.get(1).get("features").get("user").asString()).isEqualTo("bob");
    assertThat(answers.get(1).get("features").get("user_seconds_mean_1h").isNull()).isTrue();
  }

  @Test
  void whatIsWrongIsSaidBySubjectValueExpectationAndRemedy() {
    HttpResponse<String> response =
        get("{\"ask\": {\"id\": true, \"colour\": 1, \"at\": \"2026-01-01T12:00:00Z\"}}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(response).get("problems"))
        .extracting(problem -> problem.get("subject").asString())
        .containsExactly("Field 'colour'", "Field 'id'", "Field 'user'");
    assertThat(json(response).get("problems"))
        .allSatisfy(
            problem ->
                assertThat(List.of("value", "expectation", "remedy"))
                    .allSatisfy(part -> assertThat(problem.get(part).asString()).isNotBlank()));
  }

  @Test
  void bodiesThatAreNoneAreRefused() {
    assertThat(get("{\"ask\": ").statusCode()).isEqualTo(400);
    assertThat(get("[1]").statusCode()).isEqualTo(400);
    assertThat(get("{}").body()).contains("neither ask nor asks");
    assertThat(get("{\"ask\": {}, \"asks\": []}").body()).contains("ask and asks");
    assertThat(get("{\"ask\": 7, \"extra\": 1}").body()).contains("Field", "extra", "an object");
    assertThat(get("{\"ask\": {\"id\": 1, \"id\": 2}}").statusCode()).isEqualTo(400);
    assertThat(get("{\"ask\": {\"id\": 1e999}}").body()).contains("out of range");
  }

  @Test
  void anAskThatWasAppliedAsAnEventIsAConflict() {
    // The asks of two instances, so that the answer takes the way over HTTP as well.
    EntityAnswer applied = new EntityAnswer.AlreadyApplied(1);
    EntityAsk ask = new EntityAsk(1, "AQ", "AAE", 0, 0);
    assertThat(EntityExchange.parseAnswers(EntityExchange.answers(List.of(applied)), List.of(ask)))
        .containsExactly(applied);
    isApplied = true;

    HttpResponse<String> response = get("{\"ask\": %s}".formatted(ASK));

    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(json(response).get("problems").get(0).get("subject").asString())
        .isEqualTo("Field 'id'");
  }

  @Test
  void tooMuchIsRefused() {
    assertThat(get("{\"asks\": [%s]}".formatted("{},".repeat(4) + "{}")).statusCode())
        .isEqualTo(413);
    assertThat(get("{\"ask\": {\"user\": \"%s\"}}".formatted("x".repeat(5000))).statusCode())
        .isEqualTo(413);
  }

  @Test
  void anotherFeatureSetIsNotFoundAndOneThatIsNotReadySaysWhy() {
    assertThat(send(request("/v1/feature-sets/shop@2:get", "score").POST(body(ASK))).statusCode())
        .isEqualTo(404);
    obstacle = "Kafka is down";

    HttpResponse<String> response = get("{\"ask\": %s}".formatted(ASK));
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("Kafka is down");
    HttpResponse<String> health = send(request("/health/ready", "").GET());
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("Kafka is down");
    assertThat(send(request("/health/live", "").GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void instancesAskEachOther() {
    EntityAsk ask = new EntityAsk(0, "AQ", "AAE", 0, 0);
    HttpPeers peers = new HttpPeers("shop@1", Optional.of("secret-score"));
    HttpPeers stranger = new HttpPeers("shop@1", Optional.of("unknown"));
    try (peers;
        stranger) {
      List<EntityAnswer> answers =
          peers.ask("127.0.0.1", port(), List.of(ask), Duration.ofMinutes(1)).join();
      assertThat(answers).hasSize(1);
      assertThat(stranger.ask("127.0.0.1", port(), List.of(ask), Duration.ofMinutes(1)).join())
          .singleElement()
          .isInstanceOfSatisfying(
              Unavailable.class, gone -> assertThat(gone.reason()).contains("status 401"));
      assertThat(peers.ask("127.0.0.1", 1, List.of(ask), Duration.ofMillis(300)).join())
          .singleElement()
          .isInstanceOfSatisfying(
              Unavailable.class,
              gone -> assertThat(gone.reason()).contains("127.0.0.1:1 did not answer"));
    }
  }

  @Test
  void peersQuestionsThatAreNoneAreRefused() {
    for (String body :
        List.of(
            "{\"asks\": [{\"kind\": 99, \"key\": \"\", \"askTimeMicros\": 0, \"askKnownAtMicros\": 0}]}",
            "{\"asks\": [{\"kind\": \"x\"}]}",
            "{\"asks\": [7]}")) {
      assertThat(
              send(request("/v1/feature-sets/shop@1/entities:answer", "score").POST(body(body)))
                  .statusCode())
          .as(body)
          .isEqualTo(400);
    }
  }

  @Test
  void everyRouteAnswersExactlyTheRolesThatMayUseIt() {
    assertThat(routes()).containsAll(ALLOWED.keySet());
    for (String route : ALLOWED.keySet()) {
      for (String role : List.of("score", "train", "approve", "admin", "stranger")) {
        String path = route.substring(route.indexOf(' ') + 1).replace("{reference}", "shop@1");
        HttpRequest.Builder request = request(path, role);
        int status =
            send(route.startsWith("POST") ? request.POST(body("{}")) : request.GET()).statusCode();
        boolean isRefused = status == 401 || status == 403;
        assertThat(isRefused)
            .as("%s as %s: %d", route, role, status)
            .isEqualTo(!Objects.requireNonNull(ALLOWED.get(route)).contains(role));
      }
    }
  }

  private Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    context
        .getBean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .forEach(
            route ->
                route
                    .getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            route
                                .getPatternValues()
                                .forEach(path -> routes.add(method + " " + path))));
    return routes;
  }

  private HttpResponse<String> get(String body) {
    return send(request("/v1/feature-sets/shop@1:get", "score").POST(body(body)));
  }

  private static HttpRequest.BodyPublisher body(String body) {
    return BodyPublishers.ofString(body);
  }

  private HttpRequest.Builder request(String path, String role) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer secret-" + role);
  }

  private int port() {
    return Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
        .getPort();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    // A connection each: the server ends one whose body it refused to read, and a client that takes
    // it for its next request meanwhile gets no answer.
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  @Configuration(proxyBeanMethods = false)
  @Import({HttpServer.class, FeatureRoutes.class})
  static class Server {
    @Bean
    ListenAddress listen() {
      return new ListenAddress("127.0.0.1", 0);
    }

    @Bean
    Access access(Environment environment) {
      return new Access.ByToken(Tokens.read(Path.of(environment.getRequiredProperty("tokens"))));
    }

    @Bean
    RouteRoles roles() {
      return FeatureRoutes.ROLES;
    }

    @Bean
    RequestLimits limits() {
      return new RequestLimits(4096, 4);
    }

    @Bean
    Readiness readiness(ServedFeatures served) {
      return served::obstacle;
    }

    @Bean
    ServedFeatures served() {
      HeldEntities entities = new HeldEntities(Shop.PROGRAM);
      entities.apply(
          0,
          RecordRow.of(
              new Visit(1, "ann", "home", 0.1, NOW.minusSeconds(60)),
              Shop.PLAN.streams().getFirst()),
          new SourcePosition("visits", 0, 5));
      FeatureService service =
          new FeatureService(
              Shop.PROGRAM,
              ask -> isApplied ? new EntityAnswer.AlreadyApplied(ask.kind()) : entities.answer(ask),
              Peers.none(),
              new AskTimes.AssignedNow(Clock.fixed(NOW, ZoneOffset.UTC)),
              AnswerLog.none(),
              Duration.ofSeconds(1));
      return new ServedFeatures() {
        @Override
        public String reference() {
          return "shop@1";
        }

        @Override
        public Optional<FeatureService> service() {
          return Optional.of(service);
        }

        @Override
        public Optional<String> obstacle() {
          return obstacle.isEmpty() ? Optional.empty() : Optional.of(obstacle);
        }
      };
    }
  }
}
