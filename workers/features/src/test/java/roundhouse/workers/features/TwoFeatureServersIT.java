package roundhouse.workers.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.event.EventTopic;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Two processes share the entities of one feature set: either answers for all of them; when one is
/// killed the other says what it cannot have, and has it again once Kafka gave it the rest.
class TwoFeatureServersIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int USERS = 12;
  private static final int PAGES = 3;
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void eitherAnswersForBothAndOneTakesOverFromTheOther() throws Exception {
    PublishedShop.into(folder.resolve("store"));
    Files.write(
        topicsFile(), TopicsFile.write(List.of(EventTopic.ofJson("visits", PublishedShop.VISITS))));
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"))) {
      createTopic(broker);
      send(broker);
      int first = freePort();
      int second = freePort();
      Process one = start("one", first, broker);
      Process other = start("other", second, broker);
      try {
        awaitEverything(first);
        awaitEverything(second);
        // Each holds some of the entities, so each asked the other.
        await().atMost(PATIENCE).until(() -> ask(first).size() == USERS && asked(second) > 0);
        await().atMost(PATIENCE).until(() -> ask(second).size() == USERS && asked(first) > 0);
        awaitEverything(first);

        other.destroyForcibly().waitFor();
        Set<String> reasons = new HashSet<>();
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  int incomplete = 0;
                  for (JsonNode answer : ask(first)) {
                    incomplete += requireTrueOrUnavailable(answer, reasons) ? 0 : 1;
                  }
                  return !reasons.isEmpty() && incomplete == 0;
                });
        assertThat(reasons)
            .anySatisfy(
                reason ->
                    assertThat(reason)
                        .contains("127.0.0.1:%d did not answer".formatted(second), "try again"));
        awaitEverything(first);
      } finally {
        one.destroyForcibly().waitFor();
        other.destroyForcibly().waitFor();
      }
    }
  }

  private Path topicsFile() {
    return folder.resolve("topics.json");
  }

  private void awaitEverything(int port) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<JsonNode> answers = ask(port);
              assertThat(answers).hasSize(USERS);
              for (JsonNode answer : answers) {
                assertThat(requireTrueOrUnavailable(answer, new HashSet<>()))
                    .as(answer.toString())
                    .isTrue();
              }
            });
  }

  /// Requires each feature to be what was sent, or not there with the reason; false if one is not.
  ///
  /// @param reasons gets those
  private static boolean requireTrueOrUnavailable(JsonNode answer, Set<String> reasons) {
    int user = answer.get("askId").asInt();
    Set<String> missing = new HashSet<>();
    for (JsonNode entity : answer.get("entities")) {
      if (entity.has("unavailable")) {
        reasons.add(entity.get("unavailable").asString());
        assertThat(entity.get("missing")).isNotEmpty();
        entity.get("missing").forEach(feature -> missing.add(feature.asString()));
      }
    }
    Map<String, Integer> expected =
        Map.of("user_visits_1h", user + 1, "page_visits_1h", visitsOfPage(user % PAGES));
    expected.forEach(
        (feature, visits) -> {
          JsonNode value = answer.get("features").get(feature);
          if (missing.contains(feature)) {
            assertThat(value).as(feature).isNull();
          } else {
            assertThat(value.asInt()).as("%s in %s", feature, answer).isEqualTo(visits);
          }
        });
    return missing.isEmpty();
  }

  private static int visitsOfPage(int page) {
    int visits = 0;
    for (int user = page; user < USERS; user += PAGES) {
      visits += user + 1;
    }
    return visits;
  }

  /// What all users are told; nothing from a server that is not ready.
  private List<JsonNode> ask(int port) throws Exception {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode asks = body.putArray("asks");
    for (int user = 0; user < USERS; user++) {
      asks.addObject()
          .put("id", user)
          .put("user", "user-" + user)
          .put("page", "page-" + user % PAGES)
          .put("at", NOW.toString());
    }
    String answer = send(port, "/v1/feature-sets/shop@1:get", JSON.writeValueAsString(body));
    List<JsonNode> answers = new ArrayList<>();
    JSON.readTree(answer).path("answers").forEach(answers::add);
    return answers;
  }

  /// How often a server was asked by the other one.
  private long asked(int port) throws Exception {
    return send(port, "/metrics", "")
        .lines()
        .filter(line -> line.startsWith("http_server_requests_seconds_count"))
        .filter(line -> line.contains("entities:answer") && line.contains("\"200\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private String send(int port, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
    try {
      return client
          .send(
              body.isEmpty()
                  ? request.build()
                  : request
                      .header("Content-Type", "application/json")
                      .POST(BodyPublishers.ofString(body))
                      .build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException notYet) {
      return "{}";
    }
  }

  private Process start(String name, int port, LocalBroker broker) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            FeatureServer.class.getName(),
            "--roundhouse.features.store=" + folder.resolve("store"),
            "--roundhouse.features.feature-set=shop@1",
            "--roundhouse.features.port=" + port,
            "--roundhouse.features.clock=replay",
            "--roundhouse.stream.bootstrap-servers=" + broker.bootstrapServers(),
            "--roundhouse.stream.topics-file=" + topicsFile(),
            "--roundhouse.stream.state-folder=" + folder.resolve("state-" + name),
            "--roundhouse.stream.advertised=127.0.0.1:" + port,
            "--roundhouse.stream.threads=1",
            "--roundhouse.stream.kafka[session.timeout.ms]=6000",
            "--roundhouse.stream.kafka[heartbeat.interval.ms]=500",
            "--roundhouse.archiver.enabled=false")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private static void createTopic(LocalBroker broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("visits", 2, (short) 1))).all().get();
    }
  }

  /// User n visits n + 1 times.
  private static void send(LocalBroker broker) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      int id = 0;
      for (int user = 0; user < USERS; user++) {
        for (int visit = 0; visit <= user; visit++) {
          String event =
              "{\"id\": %d, \"user\": \"user-%d\", \"page\": \"page-%d\", \"at\": \"%s\"}"
                  .formatted(id, user, user % PAGES, NOW.minusSeconds(60));
          var _ = producer.send(new ProducerRecord<>("visits", id % 2, null, event));
          id++;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
