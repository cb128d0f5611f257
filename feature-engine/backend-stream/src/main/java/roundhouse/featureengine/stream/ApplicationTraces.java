package roundhouse.featureengine.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import roundhouse.featureengine.language.plan.Plan;

/// What Kafka knows of an application's earlier starts.
final class ApplicationTraces {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Plan plan;
  private final String group;
  private final StreamOptions options;
  private final Admin admin;

  ApplicationTraces(Plan plan, StreamOptions options, Admin admin) {
    this.plan = plan;
    group = StreamApplication.idOf(plan);
    this.options = options;
    this.admin = admin;
  }

  /// Whether the application has offsets to go on at; waits for those that are being committed.
  boolean hasCommitted() {
    return !StreamTopics.await(
            admin
                .listConsumerGroupOffsets(
                    group, new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata())
        .isEmpty();
  }

  /// An instance that reads from the topics' beginnings would not learn of a state.
  void requireNoInstance() {
    try {
      int instances =
          StreamTopics.await(admin.describeConsumerGroups(List.of(group)).all())
              .values()
              .iterator()
              .next()
              .members()
              .size();
      if (instances > 0) {
        throw new IllegalStateException(
            "Stream application of %s: %d threads of it run, which were started from no state; expected none before its first start from one; stop them, and start every instance from the state"
                .formatted(plan.reference(), instances));
      }
    } catch (GroupIdNotFoundException e) {
      // As it should be.
    }
  }

  /// State without offsets: from its topics' beginnings, the application would apply events to it
  /// twice.
  void requireOffsetsOrNoState() {
    // Another instance's first commit may lie between the looks: its offsets are awaited then.
    if (!hasCommitted() && holdsState() && !hasCommitted()) {
      throw stateWithoutOffsets();
    }
  }

  /// State, whether or not there are offsets by now.
  void requireNoState() {
    if (holdsState()) {
      throw stateWithoutOffsets();
    }
  }

  private IllegalStateException stateWithoutOffsets() {
    return new IllegalStateException(
        "Stream application of %s: its changelogs hold state, but nothing says where it goes on: its offsets were deleted, or it stood still for longer than Kafka's offsets.retention.minutes; expected both or neither, for events would count twice; delete the topics that begin with '%s-' and the folder '%s' in every instance's state folder, and start again"
            .formatted(plan.reference(), group, group));
  }

  private boolean holdsState() {
    Map<String, Object> properties = ClientConfiguration.admin(options);
    // What a transaction took back is no state.
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> changelogs =
          consumer.listTopics().entrySet().stream()
              .filter(topic -> isChangelog(topic.getKey()))
              .flatMap(topic -> topic.getValue().stream())
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(changelogs);
      consumer.seekToBeginning(changelogs);
      Map<TopicPartition, Long> ends = consumer.endOffsets(changelogs);
      while (changelogs.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        if (!consumer.poll(POLL).isEmpty()) {
          return true;
        }
      }
      return false;
    }
  }

  private boolean isChangelog(String topic) {
    return topic.startsWith(group + "-") && topic.endsWith("-changelog");
  }
}
