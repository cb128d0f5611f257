package roundhouse.featureengine.service.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.archive.ArchiveEntry;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.StoreUnavailableException;

class ArchiverIT {
  private static final StreamSchema SCHEMA =
      new StreamSchema(
          "visits",
          List.of(
              FieldSchema.required("id", ValueType.LONG),
              FieldSchema.nullable("page", ValueType.STRING),
              FieldSchema.required("at", ValueType.INSTANT)),
          "id",
          "at",
          "at",
          Duration.ZERO);
  private static final long NOON = 1_357_387_200_000L; // 2013-01-05T12:00:00Z
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path brokerFolder;
  private static @Nullable LocalBroker broker;
  private static @Nullable Producer<byte[], byte[]> producer;

  @TempDir private Path folder;
  private String topic = "";

  @BeforeAll
  static void startBroker() {
    broker = LocalBroker.start(brokerFolder);
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker.bootstrapServers(),
                // In a new topic a refused first batch would be overtaken, and lost.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stopBroker() {
    Objects.requireNonNull(producer).close();
    broker().close();
  }

  @BeforeEach
  void createTopic(TestInfo test) throws Exception {
    topic = test.getTestMethod().orElseThrow().getName();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker().bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
  }

  @Test
  void archivesWhatTheTopicHoldsByHourWithWhereItCameFrom() {
    send(0, NOON, event(1));
    send(0, NOON + 1, event(2));
    send(0, NOON + 3_600_000, event(3));
    send(1, NOON, event(4));

    try (Archiver archiver = archiver("one", Duration.ofMillis(300))) {
      archiver.start();
      await().atMost(PATIENCE).until(() -> archived().events() == 4);
    }

    assertThat(ids(0)).containsExactly(1L, 2L, 3L);
    assertThat(ids(1)).containsExactly(4L);
    assertThat(archived().entries(0))
        .extracting(entry -> entry.events() == null ? "" : entry.events().file())
        .containsExactly(
            "",
            "archive/%s/day=2013-01-05/hour=12/0-%020d-%020d.parquet".formatted(topic, 0, 2),
            "archive/%s/day=2013-01-05/hour=13/0-%020d-%020d.parquet".formatted(topic, 2, 3));
    try (Rows rows =
        archived()
            .read(
                1,
                SCHEMA,
                List.of(
                    ArchiveLayout.TOPIC,
                    ArchiveLayout.PARTITION,
                    ArchiveLayout.OFFSET,
                    ArchiveLayout.TIMESTAMP,
                    "page"))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.stringAt(0)).isEqualTo(topic);
      assertThat(rows.longAt(1)).isEqualTo(1);
      assertThat(rows.longAt(2)).isZero();
      assertThat(rows.longAt(3)).isEqualTo(NOON * 1000);
      assertThat(rows.isNull(4)).isTrue();
    }
  }

  @Test
  void whatIsNoEventGoesAsideWithTheReasonAndItsBytes() {
    send(0, NOON, event(1));
    send(0, NOON, "{\"id\": \"x\"}");
    send(0, NOON, event(2));

    try (Archiver archiver = archiver("one", Duration.ofMillis(200))) {
      archiver.start();
      await().atMost(PATIENCE).until(() -> archived().events() == 2);
    }

    assertThat(ids(0)).containsExactly(1L, 2L);
    assertThat(archived().refused()).isOne();
    try (Rows refused = archived().readRefused(0)) {
      assertThat(refused.next()).isTrue();
      assertThat(refused.longAt(2)).isOne();
      assertThat(refused.stringAt(4)).contains("field 'id'", "expected long");
      assertThat(Base64.getDecoder().decode(refused.stringAt(6)))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("{\"id\": \"x\"}");
    }
  }

  @Test
  void archiversThatCompeteAndDieLeaveEachRecordOnce() throws Exception {
    long rounds = 12;
    long each = 50;
    List<Archiver> running = new ArrayList<>();
    for (long round = 0; round < rounds; round++) {
      for (int i = 0; i < each; i++) {
        send(i % 2, NOON + round * 600_000L, event(round * each + i));
      }
      // Groups of their own: each believes that it owns every partition.
      Archiver archiver = archiver("group-" + round, Duration.ofMillis(20));
      archiver.start();
      running.add(archiver);
      if (running.size() > 3) {
        running.removeFirst().close();
      }
    }
    try (Archiver last = archiver("last", Duration.ofMillis(20))) {
      last.start();
      await().atMost(PATIENCE).until(() -> archived().events() >= rounds * each);
    } finally {
      running.forEach(Archiver::close);
    }

    assertThat(
            LongStream.concat(
                ids(0).stream().mapToLong(id -> id), ids(1).stream().mapToLong(id -> id)))
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, rounds * each).boxed().toList());
    for (int partition = 0; partition < 2; partition++) {
      List<ArchiveEntry> entries = archived().entries(partition);
      for (int i = 1; i < entries.size(); i++) {
        assertThat(entries.get(i).firstOffset()).isEqualTo(entries.get(i - 1).nextOffset());
      }
    }
  }

  @Test
  void archiverThatIsOvertakenRightAfterItsOwnEntryGoesOnAfterTheOther() {
    for (int i = 0; i < 6; i++) {
      send(0, i < 2 ? NOON : NOON + 3_600_000, event(i));
    }
    var isOvertaken = new AtomicBoolean();
    ObjectStore overtaken =
        aroundPut(
            "/_chain/0/" + "%020d".formatted(1),
            () -> {},
            () -> {
              try (Archiver other = archiver("other", Duration.ofMillis(20))) {
                other.start();
                await().atMost(PATIENCE).until(() -> archived().nextOffset(0) == 6);
              }
              isOvertaken.set(true);
            });
    try (Archiver archiver =
        archiver("one", new ArchiverLimits(1000, Duration.ofMillis(500)), overtaken)) {
      archiver.start();
      await().atMost(PATIENCE).untilTrue(isOvertaken);
      send(0, NOON + 3_600_000, event(6));
      send(0, NOON + 3_600_000, event(7));
      await().atMost(PATIENCE).until(() -> archived().nextOffset(0) == 8);
      assertThat(archiver.trouble()).isEmpty();
    }
    assertThat(ids(0)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  /// This test's store, which does something each time before and after an object of such a key is
  /// put.
  private ObjectStore aroundPut(String part, Runnable before, Runnable after) {
    ObjectStore store = store();
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              boolean isIt =
                  method.getName().equals("putIfAbsent")
                      && ((ObjectKey) arguments[0]).value().contains(part);
              if (isIt) {
                before.run();
              }
              Object result = method.invoke(store, arguments);
              if (isIt) {
                after.run();
              }
              return result;
            });
  }

  @Test
  void filesOfAnArchiverThatDiedBeforeItsEntryCountForTheNext() {
    send(0, NOON, event(1));
    ObjectStore dying =
        aroundPut(
            "/_chain/0/" + "%020d".formatted(1),
            () -> {
              throw new StoreUnavailableException("The store is down", new IOException());
            },
            () -> {});
    try (Archiver archiver =
        archiver("one", new ArchiverLimits(1000, Duration.ofMillis(50)), dying)) {
      archiver.start();
      await().atMost(PATIENCE).until(() -> !archiver.trouble().isEmpty());
      assertThat(archiver.trouble()).contains("The store is down");
    }
    assertThat(archived().events()).isZero();

    try (Archiver archiver = archiver("one", Duration.ofMillis(50))) {
      archiver.start();
      await().atMost(PATIENCE).until(() -> archived().events() == 1);
      assertThat(archiver.trouble()).isEmpty();
    }
    assertThat(ids(0)).containsExactly(1L);
  }

  @Test
  void anEventBecomesVisibleNoEarlierThanThoseBeforeItInItsPartition() {
    send(0, NOON, event(1, "12:00"));
    send(0, NOON, event(2, "11:30"));
    send(0, NOON + 3_600_000, event(3, "11:59"));
    send(0, NOON + 3_600_000, event(4, "12:30"));
    send(1, NOON, event(5, "11:00"));

    try (Archiver archiver = archiver("one", Duration.ofMillis(300))) {
      archiver.start();
      await().atMost(PATIENCE).until(() -> archived().events() == 5);
    }

    // Across segments too: the chain carries it on.
    assertThat(archived().entries(0)).hasSize(3);
    assertThat(visibleAt(0)).containsExactly("12:00:00Z", "12:00:00Z", "12:00:00Z", "12:30:00Z");
    assertThat(visibleAt(1)).containsExactly("11:00:00Z");
  }

  private List<String> visibleAt(int partition) {
    List<String> times = new ArrayList<>();
    try (Rows rows = archived().read(partition, SCHEMA, List.of(ArchiveLayout.VISIBLE_AT))) {
      while (rows.next()) {
        String instant = Micros.instant(rows.longAt(0)).toString();
        times.add(instant.substring("2013-01-05T".length()));
      }
    }
    return times;
  }

  private Archiver archiver(String group, Duration age) {
    return archiver(group, new ArchiverLimits(1000, age), store());
  }

  private Archiver archiver(String group, ArchiverLimits limits, ObjectStore store) {
    return new Archiver(
        store,
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker().bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            topic + "-" + group),
        List.of(EventTopic.ofJson(topic, SCHEMA)),
        limits,
        folder.resolve("scratch-" + group),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  private ObjectStore store() {
    return ObjectStores.onDisk(folder.resolve("store"));
  }

  private ArchivedTopic archived() {
    return ArchivedTopic.open(store(), topic);
  }

  private List<Long> ids(int partition) {
    List<Long> ids = new ArrayList<>();
    try (Rows rows = archived().read(partition, SCHEMA, List.of("id"))) {
      while (rows.next()) {
        ids.add(rows.longAt(0));
      }
    }
    return ids;
  }

  private static String event(long id) {
    return event(id, "12:00");
  }

  private static String event(long id, String time) {
    return "{\"id\": %d, \"at\": \"2013-01-05T%s:00Z\"}".formatted(id, time);
  }

  private void send(int partition, long timestamp, String value) {
    var _ =
        Objects.requireNonNull(producer)
            .send(
                new ProducerRecord<>(
                    topic, partition, timestamp, null, value.getBytes(StandardCharsets.UTF_8)));
  }

  private static LocalBroker broker() {
    return Objects.requireNonNull(broker);
  }
}
