package roundhouse.featureengine.kernel;

import java.math.BigInteger;
import java.util.Arrays;

/// A sum of doubles without error: [#value()] is the exact sum rounded once. The order of additions
/// and merges has no bearing on it, and subtracting what was added undoes it completely.
///
/// A zero sum is +0.0. NaN if a NaN is in it, or both infinities. Beyond the largest double it is
/// infinite, and comes back when the sum does.
///
/// Layout: a fixed-point number in the manner of Kulisch (Kulisch and Miranker, "Computer
/// Arithmetic in Theory and Practice", 1981), in digits of 32 bits, each held in a signed long, so
/// that 2^30 additions need no carry ("carry-save", as in Neal, "Fast exact summation using small
/// and large superaccumulators", 2015). Digit k weighs 2^(32k − 1074), hence every finite double is
/// a whole number of the last place. Only the digits between the smallest and the largest that were
/// ever used are stored: a sum of similar values takes three or four, not sixty-six.
public final class ExactSum {
  private static final long DIGIT_MASK = 0xFFFF_FFFFL;

  /// Beyond it a whole number has at least three bits more than a double.
  private static final long LEAST_ROUNDED = 1L << 56;

  private static final long FRACTION_MASK = (1L << 52) - 1;
  private static final int ADDITIONS_WITHOUT_CARRY = 1 << 30;
  private static final long[] NO_DIGITS = {};

  /// More than sums of squares of doubles ever have.
  private static final int MOST_DIGITS = 256;

  private long[] digits = NO_DIGITS;

  /// The k of digits[0].
  private int lowest;

  private int additionsSinceCarry;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  public void add(double value) {
    accumulate(value, 1);
  }

  /// Takes back a value that was added.
  public void subtract(double value) {
    accumulate(value, -1);
  }

  /// Adds everything that the other sum holds; the other stays as it is.
  public void add(ExactSum other) {
    accumulate(other, 1);
  }

  /// Takes back everything that the other sum holds; the other stays as it is.
  public void subtract(ExactSum other) {
    accumulate(other, -1);
  }

  private void accumulate(ExactSum other, int sign) {
    nans += sign * other.nans;
    positiveInfinities += sign * other.positiveInfinities;
    negativeInfinities += sign * other.negativeInfinities;
    if (other.digits.length == 0) {
      return;
    }
    carry();
    other.carry();
    reach(other.lowest, other.lowest + other.digits.length - 1);
    for (int i = 0; i < other.digits.length; i++) {
      digits[other.lowest - lowest + i] += sign * other.digits[i];
    }
    additionsSinceCarry = 1;
  }

  /// Adds the whole number high·2^64 + low, in two's complement, times 2^(scale − 1074).
  ///
  /// @param scale from 0
  public void add128(long high, long low, int scale) {
    int shift = scale & 31;
    int digit = scale >> 5;
    carry();
    reach(digit, digit + 4);
    int at = digit - lowest;
    long[] parts = {low & DIGIT_MASK, low >>> 32, high & DIGIT_MASK, high >> 32};
    for (int i = 0; i < parts.length; i++) {
      long shifted = parts[i] << shift;
      digits[at + i] += shifted & DIGIT_MASK;
      digits[at + i + 1] += shifted >> 32;
    }
    additionsSinceCarry = 4;
  }

  /// The exact sum of what was finite, times 2^1074.
  public BigInteger toInteger() {
    BigInteger integer = BigInteger.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      integer = integer.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
    }
    return integer.shiftLeft(32 * lowest);
  }

  /// The double nearest to a fraction, ties to even; infinite past the largest.
  ///
  /// @param denominator positive
  public static double nearest(BigInteger numerator, BigInteger denominator) {
    if (numerator.signum() <= 0) {
      return numerator.signum() == 0 ? 0.0 : -nearest(numerator.negate(), denominator);
    }
    // A quotient of 64 or 65 bits, and whether anything is left.
    int shift = Long.SIZE - numerator.bitLength() + denominator.bitLength();
    BigInteger[] quotient =
        shift >= 0
            ? numerator.shiftLeft(shift).divideAndRemainder(denominator)
            : numerator.divideAndRemainder(denominator.shiftLeft(-shift));
    int excess = quotient[0].bitLength() - Long.SIZE;
    boolean sticky =
        quotient[1].signum() != 0 || (excess > 0 && quotient[0].getLowestSetBit() < excess);
    int exponent = 1074 - shift + excess;
    return exponent < -Long.SIZE + 1
        ? 0.0
        : rounded(quotient[0].shiftRight(excess).longValue(), sticky, exponent);
  }

  /// The double nearest to the whole number high·2^64 + low, in two's complement, times 2^(scale −
  /// 1074); ties to even.
  ///
  /// @param scale from 0
  public static double rounded128(long high, long low, int scale) {
    int shift = Long.numberOfLeadingZeros(high ^ (high >> 63)) - 1;
    long leading = (high << shift) | ((low >>> 1) >>> (63 - shift));
    int exponent = scale - 1074 + 64 - shift;
    boolean isLong = leading > LEAST_ROUNDED || leading < -LEAST_ROUNDED;
    if (isLong && exponent >= Double.MIN_EXPONENT && exponent < Double.MAX_EXPONENT - 63) {
      // The processor rounds to even as well. A lowest bit that says whether anything is left
      // below lies far under the last place, and a power of two takes no rounding.
      long sticky = low << shift == 0 ? 0 : 1;
      return (leading | sticky) * Double.longBitsToDouble((exponent + 1023L) << 52);
    }
    if (high < 0) {
      return -roundedMagnitude(~high + (low == 0 ? 1 : 0), -low, scale);
    }
    return (high | low) == 0 ? 0.0 : roundedMagnitude(high, low, scale);
  }

  private static double roundedMagnitude(long high, long low, int scale) {
    if (high == 0) {
      int empty = Long.numberOfLeadingZeros(low);
      return rounded(low << empty, false, scale - empty);
    }
    int empty = Long.numberOfLeadingZeros(high);
    long leading = empty == 0 ? high : (high << empty) | (low >>> (64 - empty));
    return rounded(leading, (low << empty) != 0, scale + 64 - empty);
  }

  public void write(ByteWriter bytes) {
    carry();
    bytes.putLong(nans);
    bytes.putLong(positiveInfinities);
    bytes.putLong(negativeInfinities);
    bytes.putLong(lowest);
    bytes.putLong(digits.length);
    for (long digit : digits) {
      bytes.putLong(digit);
    }
  }

  /// Reads into an empty sum what was written.
  ///
  /// @throws UnreadableStateException if the bytes are no sum
  public void read(ByteReader bytes) {
    nans = bytes.readLong();
    positiveInfinities = bytes.readLong();
    negativeInfinities = bytes.readLong();
    long first = bytes.readLong();
    int count = bytes.readCount(1);
    if (first < 0 || first + count > MOST_DIGITS) {
      throw new UnreadableStateException("a sum of %d digits from %d".formatted(count, first));
    }
    lowest = (int) first;
    digits = new long[count];
    for (int i = 0; i < count; i++) {
      digits[i] = bytes.readLong();
      if (digits[i] > DIGIT_MASK || digits[i] < -DIGIT_MASK) {
        throw new UnreadableStateException("a digit of " + digits[i]);
      }
    }
    additionsSinceCarry = 1;
  }

  public void clear() {
    Arrays.fill(digits, 0);
    additionsSinceCarry = 0;
    nans = 0;
    positiveInfinities = 0;
    negativeInfinities = 0;
  }

  /// The exact sum, rounded to the nearest double, ties to even.
  public double value() {
    if (nans != 0 || (positiveInfinities != 0 && negativeInfinities != 0)) {
      return Double.NaN;
    }
    if (positiveInfinities != 0) {
      return Double.POSITIVE_INFINITY;
    }
    return negativeInfinities != 0 ? Double.NEGATIVE_INFINITY : finiteValue();
  }

  private void accumulate(double value, int sign) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7FF;
    if (biased == 0x7FF) {
      accumulateSpecial(value, sign);
      return;
    }
    long fraction = bits & FRACTION_MASK;
    long significand = biased == 0 ? fraction : fraction | (1L << 52);
    if (significand != 0) {
      accumulateFinite(significand, Math.max(biased - 1, 0), bits < 0 ? -sign : sign);
    }
  }

  private void accumulateSpecial(double value, int sign) {
    if (Double.isNaN(value)) {
      nans += sign;
    } else if (value > 0) {
      positiveInfinities += sign;
    } else {
      negativeInfinities += sign;
    }
  }

  /// Adds sign · significand · 2^(exponent − 1074).
  private void accumulateFinite(long significand, int exponent, int sign) {
    int digit = exponent >> 5;
    int shift = exponent & 31;
    long low = (significand << shift) & DIGIT_MASK;
    long middle = (significand >>> (32 - shift)) & DIGIT_MASK;
    long high = shift == 0 ? 0 : significand >>> (64 - shift);
    if (additionsSinceCarry == ADDITIONS_WITHOUT_CARRY) {
      carry();
    }
    additionsSinceCarry++;
    if (digit < lowest || digit + 2 >= lowest + digits.length) {
      reach(digit, digit + 2);
    }
    int at = digit - lowest;
    digits[at] += sign * low;
    digits[at + 1] += sign * middle;
    digits[at + 2] += sign * high;
  }

  /// Makes room for the digits from first to last.
  private void reach(int first, int last) {
    if (digits.length == 0) {
      lowest = first;
      digits = new long[last - first + 1];
      return;
    }
    int from = Math.min(lowest, first);
    int to = Math.max(lowest + digits.length - 1, last);
    if (to - from + 1 > digits.length) {
      long[] wider = new long[to - from + 1];
      System.arraycopy(digits, 0, wider, lowest - from, digits.length);
      digits = wider;
      lowest = from;
    }
  }

  /// Brings every digit but the topmost into [0, 2^32); the topmost keeps the sign.
  private void carry() {
    additionsSinceCarry = 0;
    if (digits.length == 0) {
      return;
    }
    long carry = 0;
    int top = digits.length - 1;
    for (int i = 0; i < top; i++) {
      long digit = digits[i] + carry;
      digits[i] = digit & DIGIT_MASK;
      carry = digit >> 32;
    }
    digits[top] += carry;
    if (digits[top] > DIGIT_MASK || digits[top] < -DIGIT_MASK) {
      reach(lowest, lowest + digits.length);
      digits[top + 1] = digits[top] >> 32;
      digits[top] &= DIGIT_MASK;
    }
  }

  private double finiteValue() {
    carry();
    int length = digits.length;
    if (length == 0 || digits[length - 1] >= 0) {
      return magnitude();
    }
    negate();
    carry();
    double value = -magnitude();
    negate();
    return value;
  }

  private void negate() {
    for (int i = 0; i < digits.length; i++) {
      digits[i] = -digits[i];
    }
  }

  /// The value of digits that are all in [0, 2^32].
  private double magnitude() {
    int top = digits.length - 1;
    while (top >= 0 && digits[top] == 0) {
      top--;
    }
    if (top < 0) {
      return 0.0;
    }
    int bits = 64 - Long.numberOfLeadingZeros(digits[top]);
    long next = digit(top - 2);
    long leading = (((digits[top] << 32) | digit(top - 1)) << (32 - bits)) | (next >>> bits);
    boolean sticky = (next & ((1L << bits) - 1)) != 0 || anyBelow(top - 2);
    return rounded(leading, sticky, 32 * (lowest + top - 1) - (32 - bits));
  }

  private long digit(int index) {
    return index < 0 ? 0 : digits[index];
  }

  private boolean anyBelow(int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (digits[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /// The double nearest to leading · 2^(exponent − 1074), ties to even.
  ///
  /// @param leading its topmost bit is set
  /// @param sticky whether anything non-zero lies below leading
  /// @param exponent at least −63; below −11 the bits of leading under the last place are zero
  static double rounded(long leading, boolean sticky, int exponent) {
    int shift = Math.max(11, -exponent);
    long significand = leading >>> shift;
    long rest = leading & ((1L << shift) - 1);
    long half = 1L << (shift - 1);
    if (rest > half || (rest == half && (sticky || (significand & 1) != 0))) {
      significand++;
    }
    int biased = exponent + shift + 1;
    if (significand == 1L << 53) {
      significand >>>= 1;
      biased++;
    }
    if (biased >= 0x7FF) {
      return Double.POSITIVE_INFINITY;
    }
    boolean subnormal = significand < 1L << 52;
    return Double.longBitsToDouble(
        subnormal ? significand : ((long) biased << 52) | (significand & FRACTION_MASK));
  }
}
