package roundhouse.featureengine.language.random;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Column;

/// Whether cells are of the types that they should be.
final class CellType {
  private CellType() {}

  static boolean holds(Column column, @Nullable Object cell) {
    return cell == null ? column.isNullable() : holds(column.type(), cell);
  }

  private static boolean holds(ValueType type, Object cell) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> cell instanceof Boolean;
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> cell instanceof Long;
      case ValueType.Simple.DOUBLE -> cell instanceof Double;
      case ValueType.Simple.STRING -> cell instanceof String;
      case ValueType.Enumeration enumeration -> enumeration.symbols().contains(cell);
      case ValueType.Decimal decimal ->
          cell instanceof Long unscaled
              && BigDecimal.valueOf(unscaled).precision() <= decimal.precision();
      case ValueType.ListOf list ->
          cell instanceof ListValue value
              && value.elements().stream()
                  .allMatch(each -> each == null || holds(list.element(), each));
    };
  }
}
