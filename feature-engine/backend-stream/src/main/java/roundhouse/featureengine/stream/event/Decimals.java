package roundhouse.featureengine.stream.event;

import java.math.BigDecimal;
import java.math.BigInteger;
import roundhouse.featureengine.language.ast.ValueType.Decimal;

/// Exact decimals to and from the long that a row has.
final class Decimals {
  /// Beyond it a hostile exponent would make a number of as many digits.
  private static final int MOST_EXPONENT = 1000;

  private Decimals() {}

  /// Throws [ArithmeticException] if the value has more digits than the type, before the point or
  /// after it: rounding would be a silent change.
  static long unscaled(Decimal type, BigDecimal value) {
    if (Math.abs((long) value.scale()) > MOST_EXPONENT) {
      throw new ArithmeticException("out of range");
    }
    BigInteger unscaled = value.setScale(type.scale()).unscaledValue();
    if (unscaled.abs().compareTo(BigInteger.TEN.pow(type.precision())) >= 0) {
      throw new ArithmeticException("out of range");
    }
    return unscaled.longValueExact();
  }

  static BigDecimal value(Decimal type, long unscaled) {
    return BigDecimal.valueOf(unscaled, type.scale());
  }
}
