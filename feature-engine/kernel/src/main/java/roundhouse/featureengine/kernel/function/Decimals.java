package roundhouse.featureengine.kernel.function;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Arithmetic on decimals as unscaled longs of at most 18 digits, and on longs beside them.
///
/// Where two operands meet, each has a factor, the power of ten that brings it to the greater of
/// both scales; so one of the factors is 1. An operation without a result gives [#NONE].
public final class Decimals {
  /// No decimal: none has so many digits.
  public static final long NONE = Long.MIN_VALUE;

  private static final int MOST_DIGITS = 18;
  private static final long[] POWERS = powers();
  private static final long BEYOND = POWERS[MOST_DIGITS];

  /// Integers up to this are doubles, all of them.
  private static final long GREATEST_EXACT = 1L << 53;

  private Decimals() {}

  /// 10 to that power, up to 18.
  public static long powerOfTen(int exponent) {
    return POWERS[exponent];
  }

  public static long plus(long left, long leftFactor, long right, long rightFactor) {
    if (!fits(left, leftFactor) || !fits(right, rightFactor)) {
      return NONE; // The other operand, of 18 digits at most, cannot bring it back.
    }
    long a = left * leftFactor;
    long b = right * rightFactor;
    long sum = a + b;
    boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
    return overflows ? NONE : checked(sum, BEYOND);
  }

  public static long minus(long left, long leftFactor, long right, long rightFactor) {
    if (!fits(left, leftFactor) || !fits(right, rightFactor)) {
      return NONE;
    }
    long a = left * leftFactor;
    long b = right * rightFactor;
    long difference = a - b;
    boolean overflows = ((a ^ b) & (a ^ difference)) < 0;
    return overflows ? NONE : checked(difference, BEYOND);
  }

  public static long times(long left, long right) {
    return fits(left, right) ? checked(left * right, BEYOND) : NONE;
  }

  /// With the dividend's sign; [#NONE] of a divisor of zero.
  public static long remainder(long left, long leftFactor, long right, long rightFactor) {
    if (right == 0) {
      return NONE;
    }
    if (!fits(right, rightFactor)) {
      return left; // The divisor is beyond all longs, so the dividend is less.
    }
    return fits(left, leftFactor)
        ? (left * leftFactor) % (right * rightFactor)
        : product(left, leftFactor).remainder(BigInteger.valueOf(right)).longValue();
  }

  /// Negative, zero or positive as the left is less, equal or greater; exact.
  public static int compare(long left, long leftFactor, long right, long rightFactor) {
    long leftHigh = Math.multiplyHigh(left, leftFactor);
    long rightHigh = Math.multiplyHigh(right, rightFactor);
    return leftHigh != rightHigh
        ? Long.compare(leftHigh, rightHigh)
        : Long.compareUnsigned(left * leftFactor, right * rightFactor);
  }

  /// The nearest double, ties to even.
  public static double toDouble(long unscaled, int scale) {
    // Both are doubles then, and IEEE division rounds their exact quotient.
    return Math.abs(unscaled) <= GREATEST_EXACT && unscaled != Long.MIN_VALUE
        ? (double) unscaled / (double) POWERS[scale]
        : BigDecimal.valueOf(unscaled, scale).doubleValue();
  }

  /// The decimal nearest to a double, ties to even.
  public static long ofDouble(double value, int precision, int scale) {
    if (!Double.isFinite(value) || Math.abs(value) >= (double) BEYOND) {
      return NONE;
    }
    BigInteger unscaled =
        new BigDecimal(value).setScale(scale, RoundingMode.HALF_EVEN).unscaledValue();
    return unscaled.bitLength() < Long.SIZE
        ? checked(unscaled.longValue(), POWERS[precision])
        : NONE;
  }

  /// The same number, a decimal or long, with another scale, rounded half to even.
  ///
  /// @param precision the digits that the result may have
  public static long rescaled(long unscaled, int scale, int precision, int newScale) {
    if (newScale >= scale) {
      long factor = POWERS[newScale - scale];
      return fits(unscaled, factor) ? checked(unscaled * factor, POWERS[precision]) : NONE;
    }
    return checked(halfEven(unscaled, POWERS[scale - newScale]), POWERS[precision]);
  }

  /// What stands before the point.
  public static long truncated(long unscaled, int scale) {
    return unscaled / POWERS[scale];
  }

  /// The greatest whole number not above it, with scale 0.
  public static long floor(long unscaled, int scale) {
    return Math.floorDiv(unscaled, POWERS[scale]);
  }

  /// The least whole number not below it, with scale 0.
  public static long ceil(long unscaled, int scale) {
    return Math.ceilDiv(unscaled, POWERS[scale]);
  }

  private static long halfEven(long dividend, long divisor) {
    long quotient = Math.floorDiv(dividend, divisor);
    long twice = 2 * Math.floorMod(dividend, divisor); // The divisor is at most 10^18.
    boolean up = twice > divisor || (twice == divisor && (quotient & 1) == 1);
    return up ? quotient + 1 : quotient;
  }

  private static boolean fits(long value, long factor) {
    return Math.multiplyHigh(value, factor) == (value * factor) >> 63;
  }

  private static long checked(long value, long beyond) {
    return value > -beyond && value < beyond ? value : NONE;
  }

  private static BigInteger product(long left, long right) {
    return BigInteger.valueOf(left).multiply(BigInteger.valueOf(right));
  }

  private static long[] powers() {
    long[] powers = new long[MOST_DIGITS + 1];
    powers[0] = 1;
    for (int i = 1; i <= MOST_DIGITS; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }
}
