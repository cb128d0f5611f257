package roundhouse.featureengine.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.SourceEvent;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;

/// Puts events into their topics, and remembers at which offsets: what an oracle computes from.
final class SourceLog implements AutoCloseable {
  private final Plan plan;
  private final List<EventTopic> topics;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, EventEncoder> encoders = new HashMap<>();
  private final List<Sent> sent = new ArrayList<>();

  SourceLog(String bootstrapServers, Plan plan, List<EventTopic> topics, int partitions) {
    this.plan = plan;
    this.topics = topics;
    this.partitions = partitions;
    topics.forEach(topic -> encoders.put(topic.schema().name(), topic.newEncoder()));
    producer =
        new KafkaProducer<>(
            // One at a time: in a new topic a refused first batch would be overtaken, and lost.
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "linger.ms",
                5,
                "max.in.flight.requests.per.connection",
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  private record Sent(String stream, ArrayRow row, Future<RecordMetadata> at) {}

  /// Sends an event to the partition that its id falls in.
  void send(StreamSchema stream, ArrayRow row) {
    Object id = Objects.requireNonNull(row.valueAt(stream.indexOf(stream.id())));
    var unused = send(stream, row, Math.floorMod(id.hashCode(), partitions));
  }

  Future<RecordMetadata> send(StreamSchema stream, ArrayRow row, int partition) {
    byte[] value = Objects.requireNonNull(encoders.get(stream.name())).encode(row);
    Future<RecordMetadata> at = sendBytes(stream.name(), partition, value);
    sent.add(new Sent(stream.name(), row, at));
    return at;
  }

  /// Sends a record that is no event.
  Future<RecordMetadata> sendBytes(String stream, int partition, byte[] value) {
    return producer.send(new ProducerRecord<>(topic(stream), partition, null, value));
  }

  /// Sends to a topic that is no stream's.
  void sendRecord(String topic, int partition, byte[] key, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(topic, partition, key, value));
  }

  private String topic(String stream) {
    return topics.stream()
        .filter(topic -> topic.schema().name().equals(stream))
        .findFirst()
        .orElseThrow()
        .topic();
  }

  /// Waits until all is in the topics.
  void flush() {
    producer.flush();
  }

  /// For each of the plan's streams the events in it.
  List<List<SourceEvent>> events() throws ExecutionException, InterruptedException {
    List<List<SourceEvent>> events = new ArrayList<>();
    for (StreamSchema stream : plan.streams()) {
      List<SourceEvent> ofStream = new ArrayList<>();
      for (Sent each : sent) {
        if (each.stream().equals(stream.name())) {
          RecordMetadata at = each.at().get();
          ofStream.add(new SourceEvent(at.partition(), at.offset(), planned(stream, each)));
        }
      }
      ofStream.sort(Comparator.comparingLong(SourceEvent::offset));
      events.add(ofStream);
    }
    return events;
  }

  private ArrayRow planned(StreamSchema stream, Sent event) {
    StreamSchema full =
        topics.stream()
            .filter(topic -> topic.schema().name().equals(event.stream()))
            .findFirst()
            .orElseThrow()
            .schema();
    return ArrayRow.of(
        stream.fieldNames().stream()
            .map(name -> event.row().valueAt(full.indexOf(name)))
            .toArray());
  }

  @Override
  public void close() {
    producer.close();
  }
}
