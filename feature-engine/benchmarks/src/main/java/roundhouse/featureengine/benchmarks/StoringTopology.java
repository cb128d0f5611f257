package roundhouse.featureengine.benchmarks;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import roundhouse.featureengine.stream.StreamOptions;

/// What a stream application would be that computed nothing: re-keys each event by its card and
/// puts it, as it came, into a persistent store with a changelog, exactly once.
final class StoringTopology implements AutoCloseable {
  private static final String STORE = "events";
  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private final LongAdder stored = new LongAdder();
  private final KafkaStreams streams;

  StoringTopology(String applicationId, String topic, StreamOptions options) {
    streams =
        new KafkaStreams(
            topology(topic, options.entityPartitions()), properties(applicationId, options));
    streams.start();
  }

  long stored() {
    return stored.sum();
  }

  /// Kafka Streams' own: without an application's handler, a thread that fails ends all of them.
  KafkaStreams.State state() {
    return streams.state();
  }

  private Topology topology(String topic, int partitions) {
    StoreBuilder<KeyValueStore<Bytes, byte[]>> store =
        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.Bytes(), BYTES);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topic, Consumed.with(BYTES, BYTES))
        .repartition(
            Repartitioned.with(BYTES, BYTES).withName("by-card").withNumberOfPartitions(partitions))
        .process(
            new ProcessorSupplier<byte[], byte[], Void, Void>() {
              @Override
              public Processor<byte[], byte[], Void, Void> get() {
                return new Storing();
              }

              @Override
              public Set<StoreBuilder<?>> stores() {
                return Set.of(store);
              }
            });
    return builder.build();
  }

  private static Properties properties(String applicationId, StreamOptions options) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    properties.put(StreamsConfig.STATE_DIR_CONFIG, options.stateFolder().toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.threads());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, options.commitInterval().toMillis());
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    properties.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
    return properties;
  }

  @Override
  public void close() {
    streams.close(Duration.ofSeconds(30));
  }

  private final class Storing extends ContextualProcessor<byte[], byte[], Void, Void> {
    @Override
    public void process(Record<byte[], byte[]> event) {
      KeyValueStore<Bytes, byte[]> events = context().getStateStore(STORE);
      long offset = context().recordMetadata().orElseThrow().offset();
      byte[] key = ByteBuffer.allocate(16).put(event.key()).putLong(offset).array();
      events.put(Bytes.wrap(key), event.value());
      stored.increment();
    }
  }
}
