package roundhouse.featureengine.language;

import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// Turns an event's record into a row. For fixtures and tools: it reads by reflection.
public final class RecordRow {
  private RecordRow() {}

  /// A row of that schema, a plan's or the stream's own, from a record that has its fields.
  /// Instants are cut to microseconds; a decimal that has more digits than its type is refused.
  public static ArrayRow of(Record event, StreamSchema schema) {
    List<FieldSchema> fields = schema.fields();
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      FieldSchema field = fields.get(i);
      values[i] = cellOf(field.type(), componentOf(event, field.name()));
    }
    return ArrayRow.of(values);
  }

  private static @Nullable Object componentOf(Record event, String name) {
    try {
      var accessor = event.getClass().getDeclaredMethod(name);
      accessor.setAccessible(true);
      return accessor.invoke(event);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          "Record %s: no component '%s', which the stream has; pass an event of the stream's record"
              .formatted(event.getClass().getName(), name),
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "Record %s: component '%s' cannot be read".formatted(event.getClass().getName(), name),
          e);
    }
  }

  private static @Nullable Object cellOf(ValueType type, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer number -> number.longValue();
      case Instant instant -> Micros.of(instant);
      case Enum<?> constant -> constant.name();
      case BigDecimal number when type instanceof ValueType.Decimal decimal ->
          unscaled(decimal, number);
      case List<?> list when type instanceof ValueType.ListOf of -> {
        List<@Nullable Object> cells = new ArrayList<>();
        list.forEach(element -> cells.add(cellOf(of.element(), element)));
        yield new ListValue(cells);
      }
      default -> value;
    };
  }

  private static long unscaled(ValueType.Decimal type, BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    if (plain.scale() > type.scale()
        || value.precision() - value.scale() > type.precision() - type.scale()) {
      throw new IllegalArgumentException(
          "Value %s: expected a %s; round it, or give the component more digits"
              .formatted(value.toPlainString(), type.text()));
    }
    return value.setScale(type.scale(), RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
  }
}
