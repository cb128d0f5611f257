package roundhouse.featureengine.language.check;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;

/// The types that operations on numbers give.
final class NumberTypes {
  private static final Decimal OF_LONG = new Decimal(Decimal.MOST_DIGITS, 0);

  private NumberTypes() {}

  /// The type of two numbers' sum, difference, product, quotient or remainder; null if there would
  /// be more digits after the point than a decimal has.
  static @Nullable ValueType arithmetic(Operator operator, ValueType left, ValueType right) {
    if (operator == Operator.DIVIDED_BY
        || left.equals(ValueType.DOUBLE)
        || right.equals(ValueType.DOUBLE)) {
      return ValueType.DOUBLE;
    }
    if (left.equals(ValueType.LONG) && right.equals(ValueType.LONG)) {
      return ValueType.LONG;
    }
    return decimal(operator, asDecimal(left), asDecimal(right));
  }

  /// The sum of many of that type.
  static ValueType sum(ValueType type) {
    return type instanceof Decimal decimal
        ? new Decimal(Decimal.MOST_DIGITS, decimal.scale())
        : type;
  }

  /// The whole numbers around a number of that type.
  static ValueType whole(ValueType type) {
    return type instanceof Decimal decimal
        ? new Decimal(Math.min(Decimal.MOST_DIGITS, digitsBeforePoint(decimal) + 1), 0)
        : type;
  }

  /// Whether a value can be converted at all.
  static boolean isConvertible(ValueType from, ValueType to) {
    return from.equals(to)
        || (from.isNumber() && to.isNumber())
        || (from.equals(ValueType.BOOLEAN) && to.equals(ValueType.LONG))
        || (from instanceof Enumeration && to.equals(ValueType.STRING));
  }

  /// Whether a convertible type's every value has a place in the other.
  static boolean isAlwaysConverted(ValueType from, ValueType to) {
    if (from.equals(to) || !from.isNumber() || to.equals(ValueType.DOUBLE)) {
      return true;
    }
    if (!(from instanceof Decimal decimal)) {
      return false;
    }
    return !(to instanceof Decimal other) || holds(other, decimal);
  }

  private static boolean holds(Decimal to, Decimal from) {
    int rounding = to.scale() < from.scale() ? 1 : 0;
    return digitsBeforePoint(to) >= digitsBeforePoint(from) + rounding;
  }

  private static @Nullable ValueType decimal(Operator operator, Decimal left, Decimal right) {
    int scale =
        operator == Operator.TIMES
            ? left.scale() + right.scale()
            : Math.max(left.scale(), right.scale());
    if (scale > Decimal.MOST_DIGITS) {
      return null;
    }
    int before = Math.max(digitsBeforePoint(left), digitsBeforePoint(right));
    int precision =
        switch (operator) {
          case PLUS, MINUS -> before + 1 + scale;
          case TIMES -> left.precision() + right.precision();
          case REMAINDER -> before + scale;
          case DIVIDED_BY -> throw new IllegalStateException("Division is of doubles");
        };
    return new Decimal(Math.min(Decimal.MOST_DIGITS, precision), scale);
  }

  private static Decimal asDecimal(ValueType type) {
    return type instanceof Decimal decimal ? decimal : OF_LONG;
  }

  private static int digitsBeforePoint(Decimal decimal) {
    return decimal.precision() - decimal.scale();
  }
}
