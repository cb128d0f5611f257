package roundhouse.featureengine.stream.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.ValueType.Simple;

/// Writes [EventFormat.Avro] by the schema that [AvroSchemas#of] gives for the stream.
final class AvroEncoder implements EventEncoder {
  private final StreamSchema schema;
  private final byte[] mark;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable BinaryEncoder encoder;

  private AvroEncoder(StreamSchema schema, byte[] mark) {
    this.schema = schema;
    this.mark = mark;
  }

  static AvroEncoder of(EventTopic topic, List<String> writerSchemas) {
    own(topic, writerSchemas);
    return new AvroEncoder(topic.schema(), new byte[0]);
  }

  /// An encoder that puts its schema's mark before each record.
  static AvroEncoder marking(EventTopic topic, List<String> writerSchemas) {
    byte[] mark = MarkedAvroDecoder.mark(own(topic, writerSchemas));
    return new AvroEncoder(topic.schema(), mark);
  }

  /// The schema that is written by, which must be one of those.
  private static Schema own(EventTopic topic, List<String> writerSchemas) {
    Schema own = AvroDecoder.parse(topic, AvroSchemas.of(topic.schema()));
    if (writerSchemas.stream().noneMatch(each -> AvroDecoder.parse(topic, each).equals(own))) {
      throw new UnreadableTopicException(
          topic,
          List.of("its Avro schema is not the stream's by AvroSchemas, the only one written here"));
    }
    return own;
  }

  @Override
  public byte[] encode(Row event) {
    bytes.reset();
    bytes.writeBytes(mark);
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
      case Simple.BOOLEAN -> out.writeBoolean(event.booleanAt(index));
      case Simple.LONG, Simple.INSTANT -> out.writeLong(event.longAt(index));
      case Simple.DOUBLE -> out.writeDouble(event.doubleAt(index));
      case Simple.STRING -> out.writeString(event.stringAt(index));
      case Enumeration _ -> out.writeString(event.stringAt(index));
      case Decimal _ -> writeDecimal(out, event.longAt(index));
      case ListOf list -> writeList(out, list.element(), event.listAt(index));
    }
  }

  private static void writeList(BinaryEncoder out, ValueType type, ListValue list)
      throws IOException {
    out.writeArrayStart();
    out.setItemCount(list.size());
    for (Object element : list.elements()) {
      out.startItem();
      out.writeIndex(element == null ? 0 : 1);
      switch (element) {
        case null -> {}
        case Boolean value -> out.writeBoolean(value);
        case Double value -> out.writeDouble(value);
        case String value -> out.writeString(value);
        case Long value when type instanceof Decimal -> writeDecimal(out, value);
        case Long value -> out.writeLong(value);
        default -> throw new IllegalStateException("No element of a list: " + element);
      }
    }
    out.writeArrayEnd();
  }

  private static void writeDecimal(BinaryEncoder out, long unscaled) throws IOException {
    out.writeBytes(BigInteger.valueOf(unscaled).toByteArray());
  }
}
