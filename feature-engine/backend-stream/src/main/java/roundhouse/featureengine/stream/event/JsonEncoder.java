package roundhouse.featureengine.stream.event;

import java.io.ByteArrayOutputStream;
import java.util.List;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.ValueType.Simple;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes [EventFormat.Json]: nulls left out, instants as text.
final class JsonEncoder implements EventEncoder {
  /// Of all encoders: it is far more to make than one of them, and safe for all threads.
  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<FieldSchema> fields;

  JsonEncoder(StreamSchema schema) {
    fields = schema.fields();
  }

  @Override
  public byte[] encode(Row event) {
    bytes.reset();
    try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
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
      case Simple.BOOLEAN -> generator.writeBoolean(event.booleanAt(index));
      case Simple.LONG -> generator.writeNumber(event.longAt(index));
      case Simple.DOUBLE -> writeDouble(generator, event.doubleAt(index));
      case Simple.INSTANT -> generator.writeString(Micros.instant(event.longAt(index)).toString());
      case Decimal decimal -> generator.writeNumber(Decimals.value(decimal, event.longAt(index)));
      case Simple.STRING -> generator.writeString(event.stringAt(index));
      case Enumeration _ -> generator.writeString(event.stringAt(index));
      case ListOf list -> writeList(generator, list.element(), event.listAt(index));
    }
  }

  private static void writeList(JsonGenerator generator, ValueType type, ListValue list) {
    generator.writeStartArray();
    for (Object element : list.elements()) {
      switch (element) {
        case null -> generator.writeNull();
        case Boolean value -> generator.writeBoolean(value);
        case Double value -> writeDouble(generator, value);
        case String value -> generator.writeString(value);
        case Long value when type == Simple.INSTANT ->
            generator.writeString(Micros.instant(value).toString());
        case Long value when type instanceof Decimal decimal ->
            generator.writeNumber(Decimals.value(decimal, value));
        case Long value -> generator.writeNumber(value);
        default -> throw new IllegalStateException("No element of a list: " + element);
      }
    }
    generator.writeEndArray();
  }

  private static void writeDouble(JsonGenerator generator, double value) {
    if (Double.isFinite(value)) {
      generator.writeNumber(value);
    } else {
      generator.writeString(Double.toString(value));
    }
  }
}
