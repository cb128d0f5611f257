package roundhouse.workers.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.StateExport;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.state.StateManifest;
import roundhouse.featureengine.service.answer.Answer;
import roundhouse.featureengine.service.archive.Archiver;
import roundhouse.featureengine.service.archive.ArchiverLimits;
import roundhouse.featureengine.service.topics.TopicsFile;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LiveFeaturesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> REGULARS = List.of("ann", "bob", "cleo", "dan", "eve");
  private static final int PARTITIONS = 2;
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String READS_IDS = "It reads the ids";
  private static final List<EventTopic> TOPICS =
      List.of(EventTopic.ofJson("visits", PublishedShop.VISITS));

  @TempDir private Path folder;
  private final List<LiveFeatures> servers = new ArrayList<>();
  private final Map<String, Integer> visits = new HashMap<>();
  private final Map<String, Integer> inMiddle = new HashMap<>();
  private int sent;
  private ObjectStore store;
  private LocalBroker broker;

  @BeforeEach
  void startBroker() throws Exception {
    PublishedShop.into(folder.resolve("store"));
    store = ObjectStores.onDisk(folder.resolve("store"));
    Files.write(folder.resolve("topics.json"), TopicsFile.write(TOPICS));
    broker = LocalBroker.start(folder.resolve("broker"));
    try (Admin admin = Admin.create(clients())) {
      admin.createTopics(List.of(new NewTopic("visits", PARTITIONS, (short) 1))).all().get();
    }
  }

  @AfterEach
  void stopAll() {
    servers.forEach(LiveFeatures::stop);
    broker.close();
    store.close();
  }

  @Test
  void featuresOfTheAskAloneAreServedWithoutAnApplication() throws Exception {
    PublishedShop.publish(folder.resolve("store"), PublishedShop.ofTheAskAlone());
    LiveFeatures server = server(folder, store, broker.bootstrapServers(), "till@1", "till", "");
    servers.add(server);
    server.start();
    await().atMost(PATIENCE).until(() -> server.obstacle().isEmpty());
    Answer answer = server.service().orElseThrow().answer(List.of(ask("ann"))).getFirst();
    assertThat(answer.values().toString()).isEqualTo("{\"page\":\"page\"}");
    assertThat(answer.entities()).isEmpty();
  }

  /// What the state holds is deleted from Kafka, so that only the state can tell.
  @Test
  void takesOverAStateOnceWhoeverIsKilledOrStartsAtOnce() throws Exception {
    String behind;
    String middle;
    String ahead;
    String another;
    try (Archiver archiver = archiver()) {
      archiver.start();
      visit(20, REGULARS);
      behind = emit("behind");
      visit(15, REGULARS);
      middle = emit("middle");
      inMiddle.putAll(visits);
      visit(14, REGULARS);
      visit(14, List.of("newcomer"));
      ahead = emit("ahead");
      another = emit(PublishedShop.plan(2), EventSource.open(store, "ahead"));
    }

    // It wrote of the newcomer, whom the middle state does not know.
    killWhileItTakesOver(ahead);
    deleteRecordsIn(middle);
    isRefused("states/none", "State 'states/none': not in", "emit the state");
    isRefused(another, "'%s'".formatted(another), "expected one of shop@1");
    isRefused(behind, "'%s'".formatted(behind), "goes on at offset", "what is still there");
    isRefusedDamaged(middle);

    LiveFeatures one = start("one", middle);
    LiveFeatures other = start("other", middle);
    awaitVisits(one, other);
    visit(10, REGULARS);
    awaitVisits(one, other);
    one.stop();
    other.stop();
    // Nothing but what is in Kafka: the state, and what the two made of it.
    LiveFeatures third = start("third", middle);
    visit(5, List.of("newcomer"));
    awaitVisits(third);
  }

  /// It dies when it has written entities and is about to read the ids.
  private void killWhileItTakesOver(String state) throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LiveFeaturesIT.class.getName(),
                folder.toString(),
                broker.bootstrapServers(),
                state)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.log").toFile())
            .start();
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(folder.resolve("killed.log")).contains(READS_IDS));
      await().atMost(PATIENCE).until(() -> recordsOfChangelog() > 0);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /// A server that stops half way.
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    ObjectStore store = ObjectStores.onDisk(folder.resolve("store"));
    Set<String> checked = ConcurrentHashMap.newKeySet();
    ObjectStore stuck =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (_, method, parameters) -> {
                  // The first time is to check its digest.
                  if (method.getName().equals("open")
                      && parameters[0].toString().contains("/ids-")
                      && !checked.add(parameters[0].toString())) {
                    System.out.println(READS_IDS);
                    Thread.sleep(Duration.ofHours(1));
                  }
                  return method.invoke(store, parameters);
                });
    server(folder, stuck, arguments[1], "shop@1", "killed", arguments[2]).start();
    Thread.sleep(Duration.ofHours(1));
  }

  private LiveFeatures start(String name, String state) {
    LiveFeatures server = server(folder, store, broker.bootstrapServers(), "shop@1", name, state);
    servers.add(server);
    server.start();
    return server;
  }

  private static LiveFeatures server(
      Path folder,
      ObjectStore store,
      String bootstrapServers,
      String featureSet,
      String name,
      String state) {
    return new LiveFeatures(
        store,
        new FeatureServerOptions(
            folder.resolve("store").toString(),
            null,
            null,
            featureSet,
            null,
            null,
            "127.0.0.1",
            0,
            DataSize.ofMegabytes(1),
            1000,
            Duration.ofMillis(250),
            FeatureServerOptions.Clock.REPLAY),
        new StreamServerOptions(
            bootstrapServers,
            folder.resolve("topics.json"),
            folder.resolve("state-" + name),
            "",
            1,
            2,
            Duration.ofMillis(50),
            1,
            0,
            100,
            state,
            "feature-answers",
            Map.of("session.timeout.ms", "6000", "heartbeat.interval.ms", "500")),
        new SimpleMeterRegistry());
  }

  private void isRefused(String state, String... parts) {
    LiveFeatures server = start("refused", state);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(server.obstacle()).get().asString().contains(parts));
    assertThat(server.service()).isEmpty();
    server.stop();
  }

  /// What it wrote before it came to the damaged file counts for nothing.
  private void isRefusedDamaged(String state) throws Exception {
    StateManifest manifest = StateExport.read(store, ObjectKey.of(state));
    Path file = folder.resolve("store").resolve(manifest.seenIds().getFirst().file());
    byte[] content = Files.readAllBytes(file);
    byte[] damaged = content.clone();
    damaged[content.length / 2] ^= 1;
    Files.write(file, damaged);
    isRefused(state, manifest.seenIds().getFirst().file(), "expected sha256");
    Files.write(file, content);
  }

  /// Waits until everybody's visits are known.
  private void awaitVisits(LiveFeatures... servers) {
    for (String user : visits.keySet()) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(knownVisits(user, servers)).isEqualTo(visits.get(user)));
    }
  }

  /// What the server that holds the user knows; whoever is ready knows what is in the state.
  private @Nullable Integer knownVisits(String user, LiveFeatures... servers) throws Exception {
    for (LiveFeatures server : servers) {
      JsonNode known =
          server.obstacle().isPresent()
              ? null
              : server
                  .service()
                  .orElseThrow()
                  .answer(List.of(ask(user)))
                  .getFirst()
                  .values()
                  .get("user_visits_1h");
      if (known != null) {
        assertThat(known.asInt()).isGreaterThanOrEqualTo(inMiddle.getOrDefault(user, 0));
        return known.asInt();
      }
    }
    return null;
  }

  private static ObjectNode ask(String user) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", 1)
        .put("user", user)
        .put("page", "page")
        .put("at", NOW.toString());
  }

  private Archiver archiver() {
    return new Archiver(
        store,
        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "archiver"),
        TOPICS,
        new ArchiverLimits(1000, Duration.ofMillis(100)),
        folder.resolve("archiver"),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  private String emit(String source) {
    await().atMost(PATIENCE).until(() -> ArchivedTopic.open(store, "visits").events() == sent);
    try (EventImport events = EventImport.into(store, source)) {
      events.referArchive(PublishedShop.VISITS, "visits");
      return emit(PublishedShop.plan(1), events.commit(NOW));
    }
  }

  private String emit(Plan plan, EventSource source) {
    StateExport export = StateExport.ofAll(store, plan, source);
    export.run(EngineOptions.ofMachine(), PartitionListener.NONE);
    return export.directory().value();
  }

  /// They visit, so long ago.
  private void visit(int minutesAgo, List<String> users) {
    try (var producer =
        new KafkaProducer<>(clients(), new StringSerializer(), new StringSerializer())) {
      for (String user : users) {
        String event =
            "{\"id\": %d, \"user\": \"%s\", \"page\": \"page\", \"at\": \"%s\"}"
                .formatted(sent, user, NOW.minus(Duration.ofMinutes(minutesAgo)));
        var _ = producer.send(new ProducerRecord<>("visits", sent % PARTITIONS, null, event));
        visits.merge(user, 1, Integer::sum);
        sent++;
      }
    }
  }

  private void deleteRecordsIn(String state) throws Exception {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (StateManifest.Position each : StateExport.read(store, ObjectKey.of(state)).positions()) {
      all.put(
          new TopicPartition("visits", each.partition()),
          RecordsToDelete.beforeOffset(each.nextOffset()));
    }
    try (Admin admin = Admin.create(clients())) {
      admin.deleteRecords(all).all().get();
    }
  }

  private long recordsOfChangelog() throws Exception {
    String changelog = StreamApplication.idOf(PublishedShop.plan(1)) + "-entities-changelog";
    TopicPartition partition = new TopicPartition(changelog, 0);
    try (Admin admin = Admin.create(clients())) {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .partitionResult(partition)
          .get()
          .offset();
    }
  }

  private Map<String, Object> clients() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
