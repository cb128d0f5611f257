package roundhouse.featureengine.service.served;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.service.Shop;
import roundhouse.featureengine.service.Shop.Visit;
import roundhouse.featureengine.service.answer.Answer;
import roundhouse.featureengine.service.answer.AnswerEvents;
import roundhouse.featureengine.service.answer.AskTimes;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.answer.Peers;
import roundhouse.featureengine.service.archive.Archiver;
import roundhouse.featureengine.service.archive.ArchiverLimits;
import roundhouse.featureengine.service.served.ServedReport.Difference;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.StreamOptions;
import roundhouse.featureengine.stream.broker.LocalBroker;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import tools.jackson.databind.json.JsonMapper;

/// From events in Kafka to served answers to the archive and back.
class VerifyServedIT {
  private static final String VISITS = "visits";
  private static final String ANSWERS = "answers";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ASKS = 60;

  @TempDir private Path folder;
  private int served;

  @Test
  void theArchiveGivesWhatWasServedAndATamperedAnswerIsFound() throws Exception {
    try (LocalBroker broker = LocalBroker.start(folder.resolve("broker"));
        ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      createTopics(broker);
      try (Archiver archiver = archiver(broker, store);
          Producer<byte[], byte[]> producer = producer(broker)) {
        archiver.start();
        serve(broker, producer);
        await().atMost(PATIENCE).until(() -> archived(store) == served);
        await().atMost(PATIENCE).until(() -> verify(store).notArchivedYet() == 0);

        ServedReport report = verify(store);
        assertThat(report.differences()).isEmpty();
        assertThat(report.equal()).isEqualTo(served);
        stringsOfOthersAreNotKept(store);

        AnswerEvents.Archived tampered = tamper(store, producer);
        await().atMost(PATIENCE).until(() -> archived(store) == served + 1);
        ServedReport found = verify(store);
        assertThat(found.equal()).isEqualTo(served);
        assertThat(found.holds()).isFalse();
        assertThat(found.differences()).hasSize(1);
        Difference difference = found.differences().getFirst();
        assertThat(difference.answerId()).isEqualTo("tampered");
        assertThat(difference.askId()).isEqualTo(tampered.askId());
        assertThat(difference.subject()).isEqualTo("user_visits_1h");
        assertThat(difference.served()).isEqualTo("12345");
        assertThat(difference.recomputed()).isNotEqualTo("12345");
        assertThat(difference.entities()).isEqualTo(tampered.entities());
      }
    }
  }

  private void serve(LocalBroker broker, Producer<byte[], byte[]> producer) throws Exception {
    StreamOptions options =
        StreamOptions.local(broker.bootstrapServers(), Shop.topics(VISITS), folder.resolve("state"))
            .advertisedAs("127.0.0.1:1");
    try (StreamApplication application = StreamApplication.start(Shop.PROGRAM, options);
        KafkaAnswerLog log =
            new KafkaAnswerLog(Shop.PLAN, ANSWERS, clients(broker), new SimpleMeterRegistry())) {
      application.awaitRunning(PATIENCE);
      FeatureService service =
          new FeatureService(
              Shop.PROGRAM,
              application::answer,
              Peers.none(),
              new AskTimes.AssignedNow(Clock.fixed(NOW, ZoneOffset.UTC)),
              log,
              Duration.ofSeconds(1));
      EventEncoder encoder = Shop.topics(VISITS).getFirst().newEncoder();
      Random random = new Random(7);
      for (int i = 0; i < ASKS; i++) {
        // While events keep coming, so that answers differ in what they have seen.
        for (int j = 0; j < 20; j++) {
          visit(i * 20 + j, random, encoder, producer);
        }
        ask(service, i, random);
      }
    }
  }

  private void ask(FeatureService service, int id, Random random) {
    var ask =
        JsonMapper.shared()
            .createObjectNode()
            .put("id", id)
            .put("user", "user-" + random.nextInt(5))
            .put("page", "page-" + random.nextInt(3))
            .put("at", NOW.toString());
    // At the very start, or while partitions move, an entity may not be had yet.
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              served++;
              Answer answer = service.answer(List.of(ask)).getFirst();
              return answer.entities().stream().allMatch(part -> part.unavailable() == null);
            });
  }

  private static void visit(
      int id, Random random, EventEncoder encoder, Producer<byte[], byte[]> producer) {
    Visit visit =
        new Visit(
            // Some come twice.
            random.nextInt(10) == 0 ? id / 2 : id,
            id % 20 == 19 ? "stranger-" + id : "user-" + random.nextInt(5),
            random.nextInt(4) == 0 ? null : "page-" + random.nextInt(3),
            random.nextDouble(),
            NOW.minusMillis(random.nextInt(3_000_000)));
    var _ =
        producer.send(
            new ProducerRecord<>(
                VISITS,
                (int) (visit.id() % 2),
                null,
                encoder.encode(RecordRow.of(visit, Shop.VISITS.schema()))));
  }

  /// Puts a copy of an answer into the topic that says another count, with the right digest of it.
  private static AnswerEvents.Archived tamper(
      ObjectStore store, Producer<byte[], byte[]> producer) {
    ArchivedTopic topic = ArchivedTopic.open(store, ANSWERS);
    List<String> columns = AnswerEvents.SCHEMA.fieldNames();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      try (Rows rows = topic.read(partition, AnswerEvents.SCHEMA, columns)) {
        if (rows.next()) {
          AnswerEvents.Archived answer = AnswerEvents.read(rows);
          List<Object> values = new ArrayList<>();
          for (int i = 0; i < columns.size(); i++) {
            values.add(rows.valueAt(i));
          }
          String features =
              answer
                  .features()
                  .replaceFirst("\"user_visits_1h\":[0-9]+", "\"user_visits_1h\":12345");
          values.set(columns.indexOf("answerId"), "tampered");
          values.set(columns.indexOf("features"), features);
          values.set(columns.indexOf("digest"), Digests.sha256Hex(features));
          byte[] event =
              KafkaAnswerLog.topic(ANSWERS).newEncoder().encode(ArrayRow.of(values.toArray()));
          assertThat(new String(event, StandardCharsets.UTF_8)).contains("12345");
          var _ = producer.send(new ProducerRecord<>(ANSWERS, event));
          producer.flush();
          return answer;
        }
      }
    }
    throw new AssertionError("No answer is archived");
  }

  /// One answer is about one user and one page.
  private static void stringsOfOthersAreNotKept(ObjectStore store) {
    VerifyServed verify = new VerifyServed(store, Shop.PLAN, Shop.topics(VISITS));
    assertThat(verify.verify(ANSWERS, 1, 1).equal()).isEqualTo(1);
    assertThat(verify.pooled()).isPositive().isLessThan(ASKS / 2);
  }

  private static ServedReport verify(ObjectStore store) {
    return new VerifyServed(store, Shop.PLAN, Shop.topics(VISITS)).verify(ANSWERS, 1000, 1);
  }

  private static long archived(ObjectStore store) {
    return ArchivedTopic.open(store, ANSWERS).events();
  }

  private Archiver archiver(LocalBroker broker, ObjectStore store) {
    List<EventTopic> topics = new ArrayList<>(Shop.topics(VISITS));
    topics.add(KafkaAnswerLog.topic(ANSWERS));
    return new Archiver(
        store,
        Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "archiver"),
        topics,
        new ArchiverLimits(10_000, Duration.ofMillis(300)),
        folder.resolve("scratch"),
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  private static Map<String, Object> clients(LocalBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static Producer<byte[], byte[]> producer(LocalBroker broker) {
    return new KafkaProducer<>(
        clients(broker), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void createTopics(LocalBroker broker) throws Exception {
    try (Admin admin = Admin.create(clients(broker))) {
      admin
          .createTopics(
              List.of(new NewTopic(VISITS, 2, (short) 1), new NewTopic(ANSWERS, 2, (short) 1)))
          .all()
          .get();
    }
  }
}
