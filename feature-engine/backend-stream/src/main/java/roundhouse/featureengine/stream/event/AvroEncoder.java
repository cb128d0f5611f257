package roundhouse.featureengine.stream.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;

/// Writes [EventFormat.Avro] by the schema that [AvroSchemas#of] gives for the stream.
final class AvroEncoder implements EventEncoder {
  private final StreamSchema schema;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable BinaryEncoder encoder;

  private AvroEncoder(StreamSchema schema) {
    this.schema = schema;
  }

  static AvroEncoder of(EventTopic topic, String writerSchema) {
    Schema own = AvroDecoder.parse(topic, AvroSchemas.of(topic.schema()));
    if (!AvroDecoder.parse(topic, writerSchema).equals(own)) {
      throw new UnreadableTopicException(
          topic,
          List.of("its Avro schema is not the stream's by AvroSchemas, the only one written here"));
    }
    return new AvroEncoder(topic.schema());
  }

  @Override
  public byte[] encode(Row event) {
    bytes.reset();
    BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, encoder);
    encoder = out;
    try {
      for (int i = 0; i < schema.fields().size(); i++) {
        write(out, event, i);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private void write(BinaryEncoder out, Row event, int index) throws IOException {
    if (schema.fields().get(index).isNullable()) {
      out.writeIndex(event.isNull(index) ? 0 : 1);
      if (event.isNull(index)) {
        return;
      }
    }
    switch (schema.fields().get(index).type()) {
      case BOOLEAN -> out.writeBoolean(event.booleanAt(index));
      case LONG, INSTANT -> out.writeLong(event.longAt(index));
      case DOUBLE -> out.writeDouble(event.doubleAt(index));
      case STRING -> out.writeString(event.stringAt(index));
    }
  }
}
