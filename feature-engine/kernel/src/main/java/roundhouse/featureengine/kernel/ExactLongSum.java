package roundhouse.featureengine.kernel;

/// A sum of longs in 128 bits, which no number of longs overflows in practice. Overflow of 64 bits
/// is judged only where the result is read, so it depends on no order.
public final class ExactLongSum {
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

  /// The sum rounded to the nearest double, ties to even.
  public double doubleValue() {
    if (fitsLong()) {
      return (double) low;
    }
    return high < 0 ? -magnitude(~high + (low == 0 ? 1 : 0), -low) : magnitude(high, low);
  }

  private void accumulate(long valueHigh, long valueLow) {
    low += valueLow;
    long carry = Long.compareUnsigned(low, valueLow) < 0 ? 1 : 0;
    high += valueHigh + carry;
  }

  /// The value of an unsigned number of 128 bits that does not fit a signed long.
  private static double magnitude(long high, long low) {
    int empty = high == 0 ? 64 : Long.numberOfLeadingZeros(high);
    long leading = empty == 64 ? low : empty == 0 ? high : (high << empty) | (low >>> (64 - empty));
    boolean sticky = empty < 64 && (low << empty) != 0;
    return ExactSum.rounded(leading, sticky, 1074 + 64 - empty);
  }
}
