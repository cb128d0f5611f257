package roundhouse.featureengine.stream.event;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.ValueType.Simple;

/// Reads [EventFormat.Avro]: one step for each field of the writer's schema, in its order.
final class AvroDecoder implements EventDecoder {
  private final StreamSchema schema;
  private final Step[] steps;
  private final EventRow row;
  private @Nullable BinaryDecoder decoder;

  private AvroDecoder(Step[] steps, StreamSchema schema) {
    this.schema = schema;
    this.steps = steps;
    row = new EventRow(schema.fields().size());
  }

  static AvroDecoder of(EventTopic topic, String writerSchema) {
    Schema writer = parse(topic, writerSchema);
    List<String> problems = new ArrayList<>();
    for (FieldSchema field : topic.schema().fields()) {
      if (writer.getField(field.name()) == null && !field.isNullable()) {
        problems.add(
            "field '%s': not in the topic's schema, and may not be null; declare it nullable"
                .formatted(field.name()));
      }
    }
    List<Step> steps = new ArrayList<>();
    for (Schema.Field written : writer.getFields()) {
      int index = topic.schema().indexOf(written.name());
      if (index < 0) {
        steps.add((decoder, _) -> GenericDatumReader.skip(written.schema(), decoder));
      } else {
        step(written.schema(), index, topic.schema().fields().get(index), problems)
            .ifPresent(steps::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new UnreadableTopicException(topic, problems);
    }
    return new AvroDecoder(steps.toArray(Step[]::new), topic.schema());
  }

  static Schema parse(EventTopic topic, String writerSchema) {
    try {
      Schema schema = new Schema.Parser().parse(writerSchema);
      if (schema.getType() != Schema.Type.RECORD) {
        throw new UnreadableTopicException(topic, List.of("its Avro schema is no record"));
      }
      return schema;
    } catch (AvroRuntimeException e) {
      throw new UnreadableTopicException(
          topic, List.of("its Avro schema is malformed: " + e.getMessage()));
    }
  }

  @Override
  public Row decode(byte @Nullable [] value) throws PoisonedEventException {
    if (value == null) {
      throw new PoisonedEventException("no value; expected an Avro record");
    }
    return decode(value, 0);
  }

  /// The event whose record begins there.
  Row decode(byte[] value, int from) throws PoisonedEventException {
    row.clear();
    try {
      BinaryDecoder in =
          DecoderFactory.get().binaryDecoder(value, from, value.length - from, decoder);
      decoder = in;
      for (Step step : steps) {
        step.run(in, row);
      }
      if (!in.isEnd()) {
        throw new PoisonedEventException("malformed Avro: something behind the record");
      }
    } catch (IOException | RuntimeException e) {
      // What Avro throws at hostile bytes is not one family.
      throw new PoisonedEventException("malformed Avro: " + e, e);
    }
    row.requireComplete(schema);
    return row;
  }

  private static Optional<Step> step(
      Schema written, int index, FieldSchema field, List<String> problems) {
    Step step = nullable(written, index, field.type());
    if (step == null) {
      problems.add(
          "field '%s': the topic has %s, the stream a %s; declare a type that holds it"
              .formatted(field.name(), written, field.type().text()));
    }
    return Optional.ofNullable(step);
  }

  private static @Nullable Step nullable(Schema written, int index, ValueType type) {
    Step read = step(AvroSchemas.withoutNull(written), index, type);
    int nullBranch = AvroSchemas.nullBranch(written);
    if (read == null || nullBranch < 0) {
      return read;
    }
    return (decoder, row) -> {
      int branch = decoder.readIndex();
      if (branch < 0 || branch > 1) {
        throw new IOException("union branch " + branch);
      }
      if (branch != nullBranch) {
        read.run(decoder, row);
      }
    };
  }

  /// A step that puts a value of the type, or null where not every written value is one.
  private static @Nullable Step step(Schema written, int index, ValueType type) {
    return switch (type) {
      case Simple.BOOLEAN ->
          written.getType() == Schema.Type.BOOLEAN
              ? (decoder, row) -> row.putBoolean(index, decoder.readBoolean())
              : null;
      case Simple.LONG -> longStep(written, index);
      case Simple.DOUBLE -> doubleStep(written, index);
      case Simple.STRING -> textStep(written, index);
      case Simple.INSTANT -> instantStep(written, index);
      case Decimal decimal -> decimalStep(written, index, decimal);
      case Enumeration set -> symbolStep(written, index, set);
      case ListOf list -> listStep(written, index, list.element());
    };
  }

  private static @Nullable Step longStep(Schema written, int index) {
    if (written.getLogicalType() != null) {
      return null;
    }
    return switch (written.getType()) {
      case INT -> (decoder, row) -> row.putLong(index, decoder.readInt());
      case LONG -> (decoder, row) -> row.putLong(index, decoder.readLong());
      default -> null;
    };
  }

  private static @Nullable Step doubleStep(Schema written, int index) {
    return switch (written.getType()) {
      case INT -> (decoder, row) -> row.putDouble(index, decoder.readInt());
      case FLOAT -> (decoder, row) -> row.putDouble(index, decoder.readFloat());
      case DOUBLE -> (decoder, row) -> row.putDouble(index, decoder.readDouble());
      default -> null;
    };
  }

  private static @Nullable Step textStep(Schema written, int index) {
    return switch (written.getType()) {
      case STRING -> (decoder, row) -> row.putObject(index, textOf(decoder.readString(null)));
      case ENUM ->
          (decoder, row) -> row.putObject(index, written.getEnumSymbols().get(decoder.readEnum()));
      default -> null;
    };
  }

  private static @Nullable Step instantStep(Schema written, int index) {
    return switch (written.getLogicalType()) {
      case LogicalTypes.TimestampMicros _ ->
          (decoder, row) -> row.putLong(index, decoder.readLong());
      case LogicalTypes.TimestampMillis _ ->
          (decoder, row) -> row.putLong(index, Math.multiplyExact(decoder.readLong(), 1000L));
      case null, default -> null;
    };
  }

  private static @Nullable Step decimalStep(Schema written, int index, Decimal type) {
    if (!(written.getLogicalType() instanceof LogicalTypes.Decimal decimal)
        || written.getType() != Schema.Type.BYTES
        || decimal.getScale() > type.scale()
        || decimal.getPrecision() - decimal.getScale() > type.precision() - type.scale()) {
      return null;
    }
    int scale = decimal.getScale();
    return (decoder, row) -> {
      ByteBuffer bytes = decoder.readBytes(null);
      BigDecimal value = new BigDecimal(new BigInteger(bytesOf(bytes)), scale);
      row.putLong(index, Decimals.unscaled(type, value));
    };
  }

  private static @Nullable Step symbolStep(Schema written, int index, Enumeration type) {
    Step text = textStep(written, index);
    if (text == null) {
      return null;
    }
    return (decoder, row) -> {
      text.run(decoder, row);
      if (!type.symbols().contains(row.stringAt(index))) {
        throw new IOException("'%s' is none of %s".formatted(row.stringAt(index), type.symbols()));
      }
    };
  }

  private static @Nullable Step listStep(Schema written, int index, ValueType type) {
    Step element =
        written.getType() == Schema.Type.ARRAY ? nullable(written.getElementType(), 0, type) : null;
    if (element == null) {
      return null;
    }
    EventRow scratch = new EventRow(1);
    return (decoder, row) -> {
      List<@Nullable Object> elements = new ArrayList<>();
      for (long count = decoder.readArrayStart(); count > 0; count = decoder.arrayNext()) {
        for (long i = 0; i < count; i++) {
          scratch.clear();
          element.run(decoder, scratch);
          elements.add(scratch.boxed(0, type));
        }
      }
      row.putObject(index, new ListValue(elements));
    };
  }

  private static String textOf(Utf8 read) {
    return roundhouse.featureengine.kernel.Utf8.text(read.getBytes(), 0, read.getByteLength());
  }

  private static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private interface Step {
    void run(BinaryDecoder decoder, EventRow row) throws IOException;
  }
}
