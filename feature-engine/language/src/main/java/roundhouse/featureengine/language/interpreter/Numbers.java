package roundhouse.featureengine.language.interpreter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression.NumberFunction;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;

/// Arithmetic on Long, Double and BigDecimal, the last with the scale of its type.
final class Numbers {
  private Numbers() {}

  static double asDouble(Object number) {
    double value = ((Number) number).doubleValue();
    return Double.isNaN(value) ? Double.NaN : value;
  }

  /// A long or decimal, or a finite double, as it is.
  static BigDecimal exact(Object number) {
    return switch (number) {
      case Long value -> BigDecimal.valueOf(value);
      case BigDecimal value -> value;
      case Double value -> new BigDecimal(value);
      default -> throw new IllegalStateException("No number: " + number);
    };
  }

  static @Nullable Object compute(Operator operator, Object left, Object right) {
    if (operator == Operator.DIVIDED_BY || left instanceof Double || right instanceof Double) {
      return ofDoubles(operator, asDouble(left), asDouble(right));
    }
    BigDecimal a = exact(left);
    BigDecimal b = exact(right);
    if (operator == Operator.REMAINDER && b.signum() == 0) {
      return null;
    }
    BigDecimal result =
        switch (operator) {
          case PLUS -> a.add(b);
          case MINUS -> a.subtract(b);
          case TIMES -> a.multiply(b);
          case REMAINDER -> a.remainder(b).setScale(Math.max(a.scale(), b.scale()));
          case DIVIDED_BY -> throw new IllegalStateException("Division is of doubles");
        };
    return left instanceof Long && right instanceof Long
        ? asLong(result)
        : asDecimal(result, Decimal.MOST_DIGITS);
  }

  private static @Nullable Object ofDoubles(Operator operator, double left, double right) {
    boolean divides = operator == Operator.DIVIDED_BY || operator == Operator.REMAINDER;
    if (divides && right == 0) {
      return null;
    }
    return asDouble(
        switch (operator) {
          case PLUS -> left + right;
          case MINUS -> left - right;
          case TIMES -> left * right;
          case DIVIDED_BY -> left / right;
          case REMAINDER -> left % right;
        });
  }

  static @Nullable Object apply(NumberFunction function, Object operand) {
    return switch (function) {
      case ABS ->
          switch (operand) {
            case Long value -> asLong(BigDecimal.valueOf(value).abs());
            case BigDecimal value -> value.abs();
            default -> Math.abs(asDouble(operand));
          };
      case FLOOR ->
          switch (operand) {
            case Long value -> value;
            case BigDecimal value -> value.setScale(0, RoundingMode.FLOOR);
            default -> StrictMath.floor(asDouble(operand));
          };
      case CEIL ->
          switch (operand) {
            case Long value -> value;
            case BigDecimal value -> value.setScale(0, RoundingMode.CEILING);
            default -> StrictMath.ceil(asDouble(operand));
          };
      case SQRT -> asDouble(StrictMath.sqrt(asDouble(operand)));
      case EXP -> asDouble(StrictMath.exp(asDouble(operand)));
      case LOG -> asDouble(StrictMath.log(asDouble(operand)));
    };
  }

  static @Nullable Object convert(Object value, ValueType type) {
    if (value instanceof Boolean truth && type.equals(ValueType.LONG)) {
      return truth ? 1L : 0L;
    }
    if (!(value instanceof Number)) {
      return value;
    }
    if (type.equals(ValueType.DOUBLE)) {
      return asDouble(value);
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    }
    return type instanceof Decimal decimal
        ? asDecimal(
            exact(value).setScale(decimal.scale(), RoundingMode.HALF_EVEN), decimal.precision())
        : asLong(exact(value).setScale(0, RoundingMode.DOWN));
  }

  /// How many boundaries are at or below the number.
  static int bucket(double number, Iterable<Double> boundaries) {
    int below = 0;
    for (double boundary : boundaries) {
      below += Double.isNaN(number) || boundary <= number ? 1 : 0;
    }
    return below;
  }

  /// The whole number as a long, null where it does not fit.
  static @Nullable Long asLong(BigDecimal whole) {
    BigInteger value = whole.toBigIntegerExact();
    return value.bitLength() < Long.SIZE ? (Long) value.longValue() : null;
  }

  /// The number, null where it has more digits.
  static @Nullable BigDecimal asDecimal(BigDecimal number, int digits) {
    return number.unscaledValue().abs().compareTo(BigInteger.TEN.pow(digits)) < 0 ? number : null;
  }

  /// The double nearest to a fraction of integers that are not negative, ties to even.
  static double nearest(BigInteger numerator, BigInteger denominator) {
    // 70 bits are more than any double has, and one more says whether anything follows them.
    int shift = 70 + denominator.bitLength() - numerator.bitLength();
    BigInteger[] quotient =
        numerator
            .shiftLeft(Math.max(shift, 0))
            .divideAndRemainder(denominator.shiftLeft(Math.max(-shift, 0)));
    BigInteger bits = quotient[0].shiftLeft(1).add(BigInteger.valueOf(quotient[1].signum()));
    return new BigDecimal(bits).multiply(powerOfTwo(-shift - 1)).doubleValue();
  }

  private static BigDecimal powerOfTwo(int exponent) {
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(exponent)));
    return exponent < 0 ? BigDecimal.ONE.divide(power) : power;
  }
}
