package roundhouse.featureengine.stream.event;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes [EventFormat.Json]: nulls left out, instants as text.
final class JsonEncoder implements EventEncoder {
  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<FieldSchema> fields;

  JsonEncoder(StreamSchema schema) {
    fields = schema.fields();
  }

  @Override
  public byte[] encode(Row event) {
    bytes.reset();
    try (JsonGenerator generator = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
      generator.writeStartObject();
      for (int i = 0; i < fields.size(); i++) {
        if (!event.isNull(i)) {
          generator.writeName(fields.get(i).name());
          write(generator, event, i);
        }
      }
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void write(JsonGenerator generator, Row event, int index) {
    switch (fields.get(index).type()) {
      case BOOLEAN -> generator.writeBoolean(event.booleanAt(index));
      case LONG -> generator.writeNumber(event.longAt(index));
      case DOUBLE -> writeDouble(generator, event.doubleAt(index));
      case STRING -> generator.writeString(event.stringAt(index));
      case INSTANT ->
          generator.writeString(
              Instant.EPOCH.plus(event.longAt(index), ChronoUnit.MICROS).toString());
    }
  }

  private static void writeDouble(JsonGenerator generator, double value) {
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeString(Double.toString(value));
    }
  }
}
