package roundhouse.featureengine.stream.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// Reads [EventFormat.Avro]: one step for each field of the writer's schema, in its order.
final class AvroDecoder implements EventDecoder {
  private final Step[] steps;
  private final EventRow row;
  private @Nullable BinaryDecoder decoder;

  private AvroDecoder(Step[] steps, StreamSchema schema) {
    this.steps = steps;
    row = new EventRow(schema);
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
    row.clear();
    try {
      BinaryDecoder in = DecoderFactory.get().binaryDecoder(value, decoder);
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
    row.requireComplete();
    return row;
  }

  private static Optional<Step> step(
      Schema written, int index, FieldSchema field, List<String> problems) {
    Schema value = AvroSchemas.withoutNull(written);
    Step read = step(value, index, field.type());
    if (read == null) {
      problems.add(
          "field '%s': the topic has %s, the stream a %s; declare a type that holds it"
              .formatted(field.name(), written, field.type().text()));
      return Optional.empty();
    }
    int nullBranch = AvroSchemas.nullBranch(written);
    if (nullBranch < 0) {
      return Optional.of(read);
    }
    return Optional.of(
        (decoder, row) -> {
          int branch = decoder.readIndex();
          if (branch != nullBranch) {
            requireBranch(branch);
            read.run(decoder, row);
          }
        });
  }

  private static void requireBranch(int branch) throws IOException {
    if (branch < 0 || branch > 1) {
      throw new IOException("union branch " + branch);
    }
  }

  private static @Nullable Step step(Schema written, int index, ValueType type) {
    Schema.Type kind = written.getType();
    return switch (type) {
      case BOOLEAN ->
          kind == Schema.Type.BOOLEAN
              ? (decoder, row) -> row.putBoolean(index, decoder.readBoolean())
              : null;
      case LONG ->
          written.getLogicalType() != null
              ? null
              : switch (kind) {
                case INT -> (decoder, row) -> row.putLong(index, decoder.readInt());
                case LONG -> (decoder, row) -> row.putLong(index, decoder.readLong());
                default -> null;
              };
      case DOUBLE ->
          switch (kind) {
            case INT -> (decoder, row) -> row.putDouble(index, decoder.readInt());
            case FLOAT -> (decoder, row) -> row.putDouble(index, decoder.readFloat());
            case DOUBLE -> (decoder, row) -> row.putDouble(index, decoder.readDouble());
            default -> null;
          };
      case STRING ->
          switch (kind) {
            case STRING -> (decoder, row) -> row.putObject(index, decoder.readString());
            case ENUM ->
                (decoder, row) ->
                    row.putObject(index, written.getEnumSymbols().get(decoder.readEnum()));
            default -> null;
          };
      case INSTANT ->
          switch (written.getLogicalType()) {
            case LogicalTypes.TimestampMicros _ ->
                (decoder, row) -> row.putLong(index, decoder.readLong());
            case LogicalTypes.TimestampMillis _ ->
                (decoder, row) -> row.putLong(index, Math.multiplyExact(decoder.readLong(), 1000L));
            case null, default -> null;
          };
    };
  }

  private interface Step {
    void run(BinaryDecoder decoder, EventRow row) throws IOException;
  }
}
