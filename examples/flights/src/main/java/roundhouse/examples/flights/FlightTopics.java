package roundhouse.examples.flights;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.stream.StreamApplication;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;

/// The flights' topics in Kafka, to write to. Each stream has one of its own name, JSON, with two
/// partitions; an event's follows from its id.
final class FlightTopics implements AutoCloseable {
  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_MILLIS = 20;

  /// Every topic, as `topics.json` has it.
  static final List<EventTopic> ALL =
      List.of(
              LateArrival.DEPARTED.schema(),
              LateArrival.ARRIVED.schema(),
              LateArrival.WEATHER.schema(),
              LateArrival.SCHEDULED.schema())
          .stream()
          .map(schema -> EventTopic.ofJson(schema.name(), schema))
          .toList();

  private final String application;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;
  private final Map<String, EventEncoder> encoders = new HashMap<>();
  private final Map<TopicPartition, Long> toSkip = new HashMap<>();

  private FlightTopics(String application, Admin admin, Producer<byte[], byte[]> producer) {
    this.application = application;
    this.admin = admin;
    this.producer = producer;
    ALL.forEach(topic -> encoders.put(topic.topic(), topic.newEncoder()));
  }

  static FlightTopics open(Plan plan, String bootstrapServers) {
    Map<String, Object> configuration = Map.of("bootstrap.servers", bootstrapServers);
    Map<String, Object> producing = new HashMap<>(configuration);
    producing.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    return new FlightTopics(
        StreamApplication.idOf(plan),
        Admin.create(configuration),
        new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /// Creates the topics; what they hold already will not be sent again.
  void create() throws InterruptedException {
    Set<String> there = get(admin.listTopics().names());
    get(
        admin
            .createTopics(
                ALL.stream()
                    .map(EventTopic::topic)
                    .filter(topic -> !there.contains(topic))
                    // The flights are of 2013: by their age alone Kafka would delete them.
                    .map(
                        topic ->
                            new NewTopic(topic, PARTITIONS, (short) 1)
                                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1")))
                    .toList())
            .all());
    toSkip.putAll(ends(sources(), IsolationLevel.READ_UNCOMMITTED));
  }

  /// Sends an event, unless an earlier run has; false: it has.
  boolean send(ReplaySource.Event event) {
    String topic = event.stream().schema().name();
    TopicPartition partition =
        new TopicPartition(topic, (int) Math.floorMod(event.id(), (long) PARTITIONS));
    long left = toSkip.getOrDefault(partition, 0L);
    if (left > 0) {
      toSkip.put(partition, left - 1);
      return false;
    }
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic,
                partition.partition(),
                event.knownAt() / 1000,
                null,
                Objects.requireNonNull(encoders.get(topic)).encode(event.row())));
    return true;
  }

  /// Whether everything that an earlier run had sent is behind.
  boolean hasNothingToSkip() {
    return toSkip.values().stream().allMatch(left -> left == 0);
  }

  /// Waits until the stream application has applied everything that was sent: it has committed all
  /// of its sources, and then all that it sent to itself.
  void awaitApplied() throws InterruptedException {
    producer.flush();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!isCommitted(sourcesRead()) || !isCommitted(ownTopics())) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Stream application %s: has not applied what was sent within %s; expected it to run; look at the feature server's log"
                .formatted(application, PATIENCE));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean isCommitted(List<TopicPartition> partitions) throws InterruptedException {
    Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_COMMITTED);
    Map<TopicPartition, OffsetAndMetadata> committed = committed();
    return ends.entrySet().stream()
        .allMatch(
            end -> {
              OffsetAndMetadata reached = committed.get(end.getKey());
              return end.getValue() == 0 || (reached != null && reached.offset() >= end.getValue());
            });
  }

  private Map<TopicPartition, OffsetAndMetadata> committed() throws InterruptedException {
    return get(admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata());
  }

  private static List<TopicPartition> sources() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (EventTopic topic : ALL) {
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(new TopicPartition(topic.topic(), i));
      }
    }
    return partitions;
  }

  /// Without the flights that ask, on which no feature looks back.
  private static List<TopicPartition> sourcesRead() {
    String asks = LateArrival.SCHEDULED.schema().name();
    return sources().stream().filter(each -> !each.topic().equals(asks)).toList();
  }

  /// What the application has committed of topics that are not the sources.
  private List<TopicPartition> ownTopics() throws InterruptedException {
    Set<TopicPartition> sources = Set.copyOf(sources());
    return committed().keySet().stream().filter(each -> !sources.contains(each)).toList();
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel level)
      throws InterruptedException {
    return get(
            admin
                .listOffsets(
                    partitions.stream()
                        .collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest())),
                    new ListOffsetsOptions(level))
                .all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka: %s".formatted(e.getCause()), e);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
