package roundhouse.featureengine.stream.event;

import java.util.List;
import roundhouse.featureengine.language.ast.StreamSchema;

/// The topic that a stream's events come by.
///
/// @param topic its name in Kafka
/// @param schema what is read of an event; the topic's records may have more fields
/// @param format how its records' values are written
public record EventTopic(String topic, StreamSchema schema, EventFormat format) {
  /// A topic of JSON objects.
  public static EventTopic ofJson(String topic, StreamSchema schema) {
    return new EventTopic(topic, schema, new EventFormat.Json());
  }

  /// A topic of Avro records.
  ///
  /// @param writerSchema the schema, as JSON, of every record in it
  public static EventTopic ofAvro(String topic, StreamSchema schema, String writerSchema) {
    return new EventTopic(topic, schema, new EventFormat.Avro(writerSchema));
  }

  /// A topic of Avro records, each marked with the schema that it was written by.
  ///
  /// @param writerSchemas every schema, as JSON, that its records are written by
  public static EventTopic ofMarkedAvro(
      String topic, StreamSchema schema, List<String> writerSchemas) {
    return new EventTopic(topic, schema, new EventFormat.MarkedAvro(writerSchemas));
  }

  /// A decoder of its records.
  ///
  /// @throws UnreadableTopicException with everything in which the format cannot give the schema
  public EventDecoder newDecoder() {
    return switch (format) {
      case EventFormat.Json _ -> new JsonDecoder(schema);
      case EventFormat.Avro avro -> AvroDecoder.of(this, avro.writerSchema());
      case EventFormat.MarkedAvro avro -> MarkedAvroDecoder.of(this, avro.writerSchemas());
    };
  }

  /// An encoder of what [#newDecoder] reads.
  ///
  /// @throws UnreadableTopicException if the format is Avro by other schemas than [AvroSchemas#of]
  ///   the stream
  public EventEncoder newEncoder() {
    return switch (format) {
      case EventFormat.Json _ -> new JsonEncoder(schema);
      case EventFormat.Avro avro -> AvroEncoder.of(this, List.of(avro.writerSchema()));
      case EventFormat.MarkedAvro avro -> AvroEncoder.marking(this, avro.writerSchemas());
    };
  }
}
