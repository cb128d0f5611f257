package roundhouse.featureengine.language.check;

import java.math.BigDecimal;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.ValueType;

/// Which constants there are.
final class Literals {
  private Literals() {}

  /// Whether a constant is null or a value of its type, which is no list.
  static boolean isValid(Literal literal) {
    Object value = literal.value();
    return value == null
        ? !(literal.type() instanceof ValueType.ListOf)
        : isOf(literal.type(), value);
  }

  private static boolean isOf(ValueType type, Object value) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> value instanceof Boolean;
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> value instanceof Long;
      case ValueType.Simple.DOUBLE -> value instanceof Double;
      case ValueType.Simple.STRING -> value instanceof String text && isUnicode(text);
      case ValueType.Decimal decimal ->
          value instanceof Long unscaled
              && BigDecimal.valueOf(unscaled).precision() <= decimal.precision();
      case ValueType.Enumeration enumeration ->
          value instanceof String symbol && enumeration.symbols().contains(symbol);
      case ValueType.ListOf _ -> false;
    };
  }

  /// Half of a surrogate pair has no UTF-8 form, hence no place in a plan.
  static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }
}
