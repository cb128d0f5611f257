package roundhouse.featureengine.kernel;

import java.math.BigInteger;

/// A sum of longs in 128 bits, which no number of longs overflows in practice. Overflow of 64 bits
/// is judged only where the result is read, so it depends on no order.
public final class ExactLongSum {
  /// The scale of [ExactSum] at which the last place weighs 1.
  private static final int UNIT_SCALE = 1074;

  private long high;
  private long low;

  public void add(long value) {
    accumulate(value >> 63, value);
  }

  /// Takes back a value that was added.
  public void subtract(long value) {
    long borrow = Long.compareUnsigned(low, value) < 0 ? 1 : 0;
    low -= value;
    high -= (value >> 63) + borrow;
  }

  /// Adds everything that the other sum holds; the other stays as it is.
  public void add(ExactLongSum other) {
    accumulate(other.high, other.low);
  }

  /// Takes back everything that the other sum holds; the other stays as it is.
  public void subtract(ExactLongSum other) {
    long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
    low -= other.low;
    high -= other.high + borrow;
  }

  public void write(ByteWriter bytes) {
    bytes.putLong(high);
    bytes.putLong(low);
  }

  /// Reads what was written.
  public void read(ByteReader bytes) {
    high = bytes.readLong();
    low = bytes.readLong();
  }

  public void clear() {
    high = 0;
    low = 0;
  }

  public boolean fitsLong() {
    return high == low >> 63;
  }

  /// The sum, provided that it fits.
  public long longValue() {
    return low;
  }

  /// The sum, whether it fits or not.
  public BigInteger toInteger() {
    return BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
  }

  /// The sum rounded to the nearest double, ties to even.
  public double doubleValue() {
    if (fitsLong()) {
      return (double) low;
    }
    return ExactSum.rounded128(high, low, UNIT_SCALE);
  }

  private void accumulate(long valueHigh, long valueLow) {
    low += valueLow;
    long carry = Long.compareUnsigned(low, valueLow) < 0 ? 1 : 0;
    high += valueHigh + carry;
  }
}
