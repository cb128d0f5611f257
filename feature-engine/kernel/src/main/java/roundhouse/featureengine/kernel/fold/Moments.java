package roundhouse.featureengine.kernel.fold;

import java.math.BigInteger;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ExactLongSum;
import roundhouse.featureengine.kernel.ExactSum;
import roundhouse.featureengine.kernel.ValuePool;

/// Variance from the exact sums of values and of their squares, rounded once.
///
/// Every value is a whole number of units, 2^−1074 for doubles and the last digit for others; the
/// sum of squares counts squared units. Cost: O(digits) an event; an answer computes with big
/// integers.
public final class Moments implements Invertible<Moments> {
  private static final long FRACTION_MASK = (1L << 52) - 1;

  private final Element element;
  private final ExactSum doubles = new ExactSum();
  private final ExactLongSum longs = new ExactLongSum();

  /// In squared units, as if its own last place weighed one.
  private final ExactSum squares = new ExactSum();

  private long count;
  private long notFinite;

  public Moments(Element element) {
    this.element = element;
  }

  public void enter(long word) {
    count++;
    if (element.type() == Element.Type.DOUBLE) {
      accumulateDouble(word, 1);
    } else {
      longs.add(word);
      accumulateSquare(word, 0, 1);
    }
  }

  /// Takes back a value that was added.
  public void leave(long word) {
    count--;
    if (element.type() == Element.Type.DOUBLE) {
      accumulateDouble(word, -1);
    } else {
      longs.subtract(word);
      accumulateSquare(word, 0, -1);
    }
  }

  @Override
  public void merge(Moments other) {
    doubles.add(other.doubles);
    longs.add(other.longs);
    squares.add(other.squares);
    count += other.count;
    notFinite += other.notFinite;
  }

  @Override
  public void subtract(Moments other) {
    doubles.subtract(other.doubles);
    longs.subtract(other.longs);
    squares.subtract(other.squares);
    count -= other.count;
    notFinite -= other.notFinite;
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    bytes.putLong(count);
    bytes.putLong(notFinite);
    doubles.write(bytes);
    longs.write(bytes);
    squares.write(bytes);
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    count = bytes.readLong();
    notFinite = bytes.readLong();
    doubles.read(bytes);
    longs.read(bytes);
    squares.read(bytes);
  }

  @Override
  public void clear() {
    doubles.clear();
    longs.clear();
    squares.clear();
    count = 0;
    notFinite = 0;
  }

  /// Puts the variance, or null with too few values.
  ///
  /// @param less how many fewer than the values to divide by: 1 for a sample
  public void putVariance(int less, long[] outputs, int at, int output, int valueAt) {
    if (count <= less) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      Outputs.putDouble(variance(less), outputs, at, valueAt);
    }
  }

  /// Puts the square root of the variance, or null with too few values.
  public void putDeviation(int less, long[] outputs, int at, int output, int valueAt) {
    if (count <= less) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      Outputs.putDouble(Math.sqrt(variance(less)), outputs, at, valueAt);
    }
  }

  private double variance(int less) {
    if (notFinite != 0) {
      return Double.NaN;
    }
    boolean areDoubles = element.type() == Element.Type.DOUBLE;
    BigInteger sum = areDoubles ? doubles.toInteger() : longs.toInteger();
    BigInteger numerator =
        BigInteger.valueOf(count).multiply(squares.toInteger()).subtract(sum.multiply(sum));
    BigInteger unit = areDoubles ? BigInteger.TWO.pow(1074) : BigInteger.TEN.pow(element.scale());
    BigInteger denominator =
        BigInteger.valueOf(count).multiply(BigInteger.valueOf(count - less)).multiply(unit.pow(2));
    return ExactSum.nearest(numerator, denominator);
  }

  private void accumulateDouble(long bits, int sign) {
    int biased = (int) (bits >>> 52) & 0x7FF;
    if (biased == 0x7FF) {
      notFinite += sign;
      return;
    }
    double value = Double.longBitsToDouble(bits);
    if (sign > 0) {
      doubles.add(value);
    } else {
      doubles.subtract(value);
    }
    long fraction = bits & FRACTION_MASK;
    long significand = biased == 0 ? fraction : fraction | (1L << 52);
    accumulateSquare(significand, Math.max(biased - 1, 0), sign);
  }

  /// Adds or subtracts (value · 2^exponent)².
  private void accumulateSquare(long value, int exponent, int sign) {
    long high = Math.multiplyHigh(value, value);
    long low = value * value;
    if (sign < 0) {
      high = ~high + (low == 0 ? 1 : 0);
      low = -low;
    }
    squares.add128(high, low, 2 * exponent);
  }
}
