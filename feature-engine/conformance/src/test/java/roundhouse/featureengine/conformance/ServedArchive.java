package roundhouse.featureengine.conformance;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.service.answer.Answer;
import roundhouse.featureengine.service.answer.AnswerEvents;
import roundhouse.featureengine.service.answer.AskTimes;
import roundhouse.featureengine.service.answer.ExactJson;
import roundhouse.featureengine.service.answer.FeatureService;
import roundhouse.featureengine.service.answer.InvalidAskException;
import roundhouse.featureengine.service.answer.KafkaAnswerLog;
import roundhouse.featureengine.service.answer.Peers;
import roundhouse.featureengine.service.archive.Archiver;
import roundhouse.featureengine.service.archive.ArchiverLimits;
import roundhouse.featureengine.service.served.ArchivedAnswers;
import roundhouse.featureengine.service.served.ServedReport;
import roundhouse.featureengine.service.served.VerifyServed;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What batch has of AS-SERVED: the feature service's answers and the events that they had seen are
/// archived, computed again from the positions that each answer recorded, and made a dataset.
final class ServedArchive implements AutoCloseable {
  private static final ExactJson JSON = new ExactJson(JsonMapper.shared());
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Program program;
  private final String servers;
  private final List<EventTopic> topics;
  private final String answersTopic;
  private final Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final KafkaAnswerLog log;
  private final FeatureService service;
  private final EventEncoder asks;

  /// @param topics that the application reads
  /// @param answersTopic a topic that is there
  /// @param folder for the archive
  ServedArchive(
      Program program,
      StreamApplication application,
      String servers,
      List<EventTopic> topics,
      String answersTopic,
      Path folder) {
    this.program = program;
    this.servers = servers;
    this.topics = topics;
    this.answersTopic = answersTopic;
    this.folder = folder;
    log =
        new KafkaAnswerLog(
            program.plan(), answersTopic, Map.of("bootstrap.servers", servers), meters);
    service =
        new FeatureService(
            program,
            application::answer,
            Peers.none(),
            new AskTimes.AsReplayed(),
            log,
            Duration.ofSeconds(1));
    asks = EventTopic.ofJson("asks", plan().askStream()).newEncoder();
  }

  private Plan plan() {
    return program.plan();
  }

  /// Has the service answer an ask. Until Kafka has taken its first answer, which the log does not
  /// wait for, it answers once more: what was served stays what it was.
  void serve(ArrayRow ask) {
    ObjectNode json = (ObjectNode) JSON.tree(asks.encode(ask));
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> isComplete(json) && count("kept") > 0);
  }

  private boolean isComplete(ObjectNode ask) throws InvalidAskException {
    Answer answer = service.answer(List.of(ask)).getFirst();
    return answer.entities().stream().allMatch(part -> part.unavailable() == null);
  }

  private long count(String what) {
    return Math.round(meters.get("roundhouse.features.answers." + what).counter().count());
  }

  /// Throws [AssertionError] where the archive does not give again what was served, or its dataset
  /// has other rows than those.
  ///
  /// @param records how many each topic has
  /// @param served what the application told, by the ask's id
  void requireGivenAgain(Map<String, Long> records, Map<Object, ArrayRow> served) {
    log.close();
    if (count("lost") > 0) {
      throw new AssertionError("Kafka did not take %d answers".formatted(count("lost")));
    }
    try (ObjectStore store = ObjectStores.onDisk(folder.resolve("store"))) {
      archive(store, records);
      ServedReport report =
          new VerifyServed(store, plan(), topics).verify(answersTopic, Integer.MAX_VALUE, 1);
      if (!report.holds() || report.equal() != count("kept")) {
        throw new AssertionError("What was served is not computed again: " + report);
      }
      requireRows(served, dataset(store));
    }
  }

  private void archive(ObjectStore store, Map<String, Long> records) {
    Map<String, Long> wanted = new HashMap<>(Map.of(answersTopic, count("kept")));
    topics.forEach(topic -> wanted.put(topic.topic(), records.getOrDefault(topic.topic(), 0L)));
    List<EventTopic> archived = new ArrayList<>(topics);
    archived.add(KafkaAnswerLog.topic(answersTopic));
    try (Archiver archiver =
        new Archiver(
            store,
            Map.of("bootstrap.servers", servers, "group.id", answersTopic + "-archiver"),
            archived,
            new ArchiverLimits(100_000, Duration.ofMillis(100)),
            folder.resolve("scratch"),
            Clock.systemUTC(),
            meters)) {
      archiver.start();
      wanted.forEach(
          (topic, count) ->
              Awaitility.await(topic)
                  .atMost(PATIENCE)
                  .pollInterval(Duration.ofMillis(50))
                  .until(() -> has(ArchivedTopic.open(store, topic), count)));
    }
  }

  private static boolean has(ArchivedTopic topic, long events) {
    return topic.partitions() > 0 && topic.events() == events;
  }

  /// The rows of the dataset of what was served: features, then labels.
  private Map<Object, ArrayRow> dataset(ObjectStore store) {
    try (EventImport events = EventImport.into(store, "served")) {
      events.referArchive(AnswerEvents.SCHEMA, answersTopic);
      for (EventTopic topic : topics) {
        events.referArchive(topic.schema(), topic.topic());
      }
      EventSource source = events.commit(Instant.parse("2100-01-01T00:00:00Z"));
      ArchivedAnswers answers = new ArchivedAnswers();
      return StoredScenario.rows(
          Backfill.ofServed(store, plan(), source, null, null, PartitionUnit.WHOLE, answers)
              .run(2));
    }
  }

  private void requireRows(Map<Object, ArrayRow> served, Map<Object, ArrayRow> rows) {
    if (!rows.keySet().equals(served.keySet())) {
      throw new AssertionError(
          "Asks %s were served; the dataset has %s".formatted(served.keySet(), rows.keySet()));
    }
    served.forEach(
        (ask, told) -> {
          for (int i = 0; i < told.size(); i++) {
            Object row = Objects.requireNonNull(rows.get(ask)).valueAt(i);
            if (!Objects.equals(told.valueAt(i), row)) {
              throw new AssertionError(
                  "Ask %s, %s: '%s' was served; the dataset has '%s'"
                      .formatted(ask, plan().features().get(i).name(), told.valueAt(i), row));
            }
          }
        });
  }

  @Override
  public void close() {
    log.close();
  }
}
