package roundhouse.featureengine.stream.event;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.Utf8;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.ValueType.Simple;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads [EventFormat.Json].
final class JsonDecoder implements EventDecoder {
  private final JsonFactory json = new JsonFactory();
  private final StreamSchema schema;
  private final List<FieldSchema> fields;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final boolean[] seen;
  private final EventRow row;

  JsonDecoder(StreamSchema schema) {
    fields = schema.fields();
    for (int i = 0; i < fields.size(); i++) {
      indexes.put(fields.get(i).name(), i);
    }
    seen = new boolean[fields.size()];
    row = new EventRow(fields.size());
    this.schema = schema;
  }

  @Override
  public Row decode(byte @Nullable [] value) throws PoisonedEventException {
    if (value == null) {
      throw new PoisonedEventException("no value; expected a JSON object");
    }
    row.clear();
    Arrays.fill(seen, false);
    try (JsonParser parser = json.createParser(ObjectReadContext.empty(), value)) {
      readObject(parser);
    } catch (JacksonException e) {
      throw new PoisonedEventException("malformed JSON: " + e.getOriginalMessage(), e);
    }
    row.requireComplete(schema);
    return row;
  }

  private void readObject(JsonParser parser) throws PoisonedEventException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new PoisonedEventException("malformed JSON: expected an object");
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      Integer index = indexes.get(parser.currentName());
      JsonToken token = parser.nextToken();
      if (index == null) {
        parser.skipChildren();
      } else {
        readField(index, token, parser);
      }
    }
    if (parser.nextToken() != null) {
      throw new PoisonedEventException("malformed JSON: something behind the object");
    }
  }

  private void readField(int index, JsonToken token, JsonParser parser)
      throws PoisonedEventException {
    FieldSchema field = fields.get(index);
    if (seen[index]) {
      throw new PoisonedEventException("field '%s': there twice".formatted(field.name()));
    }
    seen[index] = true;
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    try {
      put(index, field.type(), token, parser);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new PoisonedEventException(
          "field '%s': '%s'; expected %s"
              .formatted(field.name(), parser.getString(), field.type().text()),
          e);
    }
  }

  private void put(int index, ValueType type, JsonToken token, JsonParser parser) {
    switch (type) {
      case Simple.BOOLEAN -> row.putBoolean(index, booleanOf(token));
      case Simple.LONG -> row.putLong(index, longOf(token, parser));
      case Simple.DOUBLE -> row.putDouble(index, doubleOf(token, parser));
      case Simple.STRING -> row.putObject(index, textOf(token, parser));
      case Simple.INSTANT -> row.putLong(index, instantOf(token, parser));
      case Decimal decimal -> row.putLong(index, unscaled(decimal, token, parser));
      case Enumeration set -> row.putObject(index, symbolOf(set, token, parser));
      case ListOf list -> row.putObject(index, listOf(list.element(), token, parser));
    }
  }

  private static Object element(ValueType type, JsonToken token, JsonParser parser) {
    return switch (type) {
      case Simple.BOOLEAN -> booleanOf(token);
      case Simple.LONG -> longOf(token, parser);
      case Simple.DOUBLE -> doubleOf(token, parser);
      case Simple.STRING -> textOf(token, parser);
      case Simple.INSTANT -> instantOf(token, parser);
      case Decimal decimal -> unscaled(decimal, token, parser);
      case Enumeration set -> symbolOf(set, token, parser);
      case ListOf _ -> throw new IllegalArgumentException("a list in a list");
    };
  }

  private static ListValue listOf(ValueType type, JsonToken token, JsonParser parser) {
    if (token != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("not a list");
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      elements.add(next == JsonToken.VALUE_NULL ? null : element(type, next, parser));
    }
    return new ListValue(elements);
  }

  /// A number, or the same as text: exact either way.
  private static long unscaled(Decimal type, JsonToken token, JsonParser parser) {
    BigDecimal value =
        token.isNumeric() ? parser.getDecimalValue() : new BigDecimal(textOf(token, parser));
    return Decimals.unscaled(type, value);
  }

  private static String symbolOf(Enumeration type, JsonToken token, JsonParser parser) {
    String text = textOf(token, parser);
    if (!type.symbols().contains(text)) {
      throw new IllegalArgumentException("not one of " + type.symbols());
    }
    return text;
  }

  private static boolean booleanOf(JsonToken token) {
    if (!token.isBoolean()) {
      throw new IllegalArgumentException("not a boolean");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private static long longOf(JsonToken token, JsonParser parser) {
    return switch (token) {
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue().longValueExact();
      default -> throw new IllegalArgumentException("not a whole number");
    };
  }

  private static double doubleOf(JsonToken token, JsonParser parser) {
    if (token.isNumeric()) {
      double value = parser.getDoubleValue();
      if (Double.isInfinite(value)) {
        throw new ArithmeticException("out of range");
      }
      return value;
    }
    return switch (textOf(token, parser)) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException("not a number");
    };
  }

  /// Half of a surrogate pair has no UTF-8 form and would become something else on its way.
  private static String textOf(JsonToken token, JsonParser parser) {
    if (token != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException("not text");
    }
    String text = parser.getString();
    if (!Utf8.isValid(text)) {
      throw new IllegalArgumentException("not Unicode");
    }
    return text;
  }

  private static long instantOf(JsonToken token, JsonParser parser) {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return longOf(token, parser);
    }
    Instant instant = Instant.parse(textOf(token, parser));
    if (!instant.equals(instant.truncatedTo(ChronoUnit.MICROS))) {
      throw new ArithmeticException("finer than microseconds");
    }
    return Micros.of(instant);
  }
}
