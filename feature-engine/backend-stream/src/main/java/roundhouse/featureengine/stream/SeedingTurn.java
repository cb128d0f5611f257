package roundhouse.featureengine.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The turn to plant an application's state, which one instance at a time has: whoever Kafka
/// assigned the one partition of a topic to. One that dies loses it at the end of its session.
///
/// It only keeps instances from disturbing each other for ever. An instance that believes it has
/// the turn when it has lost it is shut out by Kafka's transactions.
final class SeedingTurn implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private final TopicPartition partition;
  private final Consumer<byte[], byte[]> consumer;

  /// @param topic any topic of the application's; nothing is read from it
  SeedingTurn(String group, String topic, StreamOptions options) {
    partition = new TopicPartition(topic, 0);
    Map<String, Object> properties = ClientConfiguration.admin(options);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Whoever has the turn does not poll until it is done.
    properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /// Waits until it is this instance's turn, or there is nothing left to do.
  void await(BooleanSupplier isDone) {
    consumer.subscribe(List.of(partition.topic()));
    while (!consumer.assignment().contains(partition) && !isDone.getAsBoolean()) {
      var _ = consumer.poll(BETWEEN_LOOKS);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
