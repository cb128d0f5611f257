package roundhouse.featureengine.language.interpreter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.ValueType;

/// Carries values between rows and the interpreter, which has them as Boolean, Long (instants too),
/// Double, String (enumerations too), BigDecimal with its type's scale, List of these, or null.
final class Cell {
  private Cell() {}

  static @Nullable Object read(ValueType type, Row row, int field) {
    if (row.isNull(field)) {
      return null;
    }
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> row.booleanAt(field);
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> row.longAt(field);
      case ValueType.Simple.DOUBLE -> value(type, row.doubleAt(field));
      case ValueType.Simple.STRING -> row.stringAt(field);
      case ValueType.Enumeration _ -> row.stringAt(field);
      case ValueType.Decimal _ -> value(type, row.longAt(field));
      case ValueType.ListOf _ -> value(type, row.listAt(field));
    };
  }

  /// The value of a cell or constant.
  static @Nullable Object value(ValueType type, @Nullable Object cell) {
    return switch (cell) {
      case null -> null;
      case Long unscaled when type instanceof ValueType.Decimal decimal ->
          BigDecimal.valueOf(unscaled, decimal.scale());
      case Double number -> Numbers.asDouble(number);
      case ListValue list when type instanceof ValueType.ListOf of -> {
        List<@Nullable Object> values = new ArrayList<>();
        list.elements().forEach(each -> values.add(value(of.element(), each)));
        yield Collections.unmodifiableList(values);
      }
      default -> cell;
    };
  }

  /// The cell of a value.
  static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal decimal -> decimal.unscaledValue().longValueExact();
      case List<?> list -> {
        List<@Nullable Object> cells = new ArrayList<>();
        list.forEach(each -> cells.add(of(each)));
        yield new ListValue(cells);
      }
      default -> value;
    };
  }
}
