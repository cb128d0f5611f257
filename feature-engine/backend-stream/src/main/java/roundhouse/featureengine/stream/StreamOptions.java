package roundhouse.featureengine.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.stream.event.EventTopic;

/// How one instance of an application runs.
///
/// @param bootstrapServers of Kafka, `host:port,…`
/// @param topics one for each stream of the plan, with all fields of the stream's schema: what is
///   poison is judged by all of them, so that every reader of a topic judges alike
/// @param stateFolder local state; each instance on a machine has its own
/// @param advertised where other instances send questions about entities held here, `host:port`;
///   empty where this is the only instance
/// @param threads that process events
/// @param entityPartitions into how many partitions entities are spread: no more threads than that
///   over all instances have work. Fixed for the life of a feature set version
/// @param commitInterval how often work is committed; what was read from a source topic becomes
///   visible to asks after at most about this long
/// @param replicas of the topics that the application makes, and of its state as warm standbys
/// @param liveEntities how many entities each partition keeps ready in memory; one of few events
///   and twenty features takes some 3 KB
/// @param kafka further properties for every client of Kafka, such as for its security
public record StreamOptions(
    String bootstrapServers,
    List<EventTopic> topics,
    Path stateFolder,
    String advertised,
    int threads,
    int entityPartitions,
    Duration commitInterval,
    Replicas replicas,
    int liveEntities,
    Map<String, String> kafka) {
  public StreamOptions {
    topics = List.copyOf(topics);
    kafka = Map.copyOf(kafka);
    if (threads < 1 || entityPartitions < 1 || liveEntities < 1 || !commitInterval.isPositive()) {
      throw new IllegalArgumentException(
          "Stream options: threads %d, entity partitions %d, live entities %d, commit interval %s; expected at least 1 of each, and more than no time"
              .formatted(threads, entityPartitions, liveEntities, commitInterval));
    }
  }

  /// The same, with these properties for every client of Kafka.
  public StreamOptions with(Map<String, String> properties) {
    return new StreamOptions(
        bootstrapServers,
        topics,
        stateFolder,
        advertised,
        threads,
        entityPartitions,
        commitInterval,
        replicas,
        liveEntities,
        properties);
  }

  /// The topic of that stream.
  ///
  /// @throws IllegalArgumentException if none is declared
  EventTopic topicOf(String stream) {
    return topics.stream()
        .filter(topic -> topic.schema().name().equals(stream))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Stream '%s': has no topic; declare one".formatted(stream)));
  }

  /// Copies of what is kept.
  ///
  /// @param topic of each topic's partitions over Kafka's brokers
  /// @param standby of each partition's state on further instances, which can take over at once
  public record Replicas(int topic, int standby) {}

  /// One instance on a broker of one machine: two threads, four partitions, a commit each 100 ms.
  public static StreamOptions local(
      String bootstrapServers, List<EventTopic> topics, Path stateFolder) {
    return new StreamOptions(
        bootstrapServers,
        topics,
        stateFolder,
        "",
        2,
        4,
        Duration.ofMillis(100),
        new Replicas(1, 0),
        10_000,
        Map.of());
  }

  /// The same, known to other instances under this `host:port`.
  public StreamOptions advertisedAs(String hostAndPort) {
    return new StreamOptions(
        bootstrapServers,
        topics,
        stateFolder,
        hostAndPort,
        threads,
        entityPartitions,
        commitInterval,
        replicas,
        liveEntities,
        kafka);
  }
}
