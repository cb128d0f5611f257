package roundhouse.featureengine.stream.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;

/// Reads [EventFormat.MarkedAvro]: a decoder for each writer's schema, found by the record's mark.
final class MarkedAvroDecoder implements EventDecoder {
  private static final int MARK_BYTES = 10;

  private final Map<Long, AvroDecoder> decoders;

  private MarkedAvroDecoder(Map<Long, AvroDecoder> decoders) {
    this.decoders = decoders;
  }

  static MarkedAvroDecoder of(EventTopic topic, List<String> writerSchemas) {
    if (writerSchemas.isEmpty()) {
      throw new UnreadableTopicException(
          topic, List.of("no Avro schema; name those that its records are written by"));
    }
    Map<Long, AvroDecoder> decoders = new HashMap<>();
    for (String schema : writerSchemas) {
      decoders.put(
          fingerprint(mark(AvroDecoder.parse(topic, schema))), AvroDecoder.of(topic, schema));
    }
    return new MarkedAvroDecoder(decoders);
  }

  /// What stands before a record of that schema.
  static byte[] mark(Schema writer) {
    long fingerprint = SchemaNormalization.parsingFingerprint64(writer);
    return ByteBuffer.allocate(MARK_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xC3)
        .put((byte) 1)
        .putLong(fingerprint)
        .array();
  }

  private static long fingerprint(byte[] marked) {
    return ByteBuffer.wrap(marked).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
  }

  @Override
  public Row decode(byte @Nullable [] value) throws PoisonedEventException {
    if (value == null || value.length < MARK_BYTES || value[0] != (byte) 0xC3 || value[1] != 1) {
      throw new PoisonedEventException(
          "no mark; expected an Avro record in single-object encoding, which begins with C3 01");
    }
    AvroDecoder decoder = decoders.get(fingerprint(value));
    if (decoder == null) {
      throw new PoisonedEventException(
          "Avro schema of fingerprint %016x is unknown; expected one that the topic's format names"
              .formatted(fingerprint(value)));
    }
    return decoder.decode(value, MARK_BYTES);
  }
}
