package roundhouse.featureengine.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;

/// Kafka's own properties, made of our options.
final class ClientConfiguration {
  private ClientConfiguration() {}

  /// @param self by which the other instances know this one
  static Properties streams(String applicationId, HostInfo self, StreamOptions options) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG,
            applicationId,
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            options.bootstrapServers(),
            StreamsConfig.STATE_DIR_CONFIG,
            options.stateFolder().toAbsolutePath().toString(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
            StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            options.threads(),
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            options.commitInterval().toMillis(),
            StreamsConfig.REPLICATION_FACTOR_CONFIG,
            options.replicas().topic(),
            StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
            options.replicas().standby(),
            // A new application starts from everything that its topics hold.
            StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
            "earliest",
            StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
            "lz4"));
    properties.put(
        StreamsConfig.APPLICATION_SERVER_CONFIG, "%s:%d".formatted(self.host(), self.port()));
    properties.putAll(options.kafka());
    return properties;
  }

  static Map<String, Object> admin(StreamOptions options) {
    Map<String, Object> properties = new HashMap<>(options.kafka());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    return properties;
  }
}
