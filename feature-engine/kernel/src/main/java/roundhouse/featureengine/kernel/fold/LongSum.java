package roundhouse.featureengine.kernel.fold;

import java.math.BigDecimal;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ExactLongSum;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.function.Decimals;

/// Sum and mean of longs in 128 bits; the share of trues, which are ones.
public final class LongSum implements Invertible<LongSum> {
  private static final long BEYOND_DECIMALS = Decimals.powerOfTen(18);

  private final ExactLongSum sum = new ExactLongSum();
  private long count;

  /// How many values are in it.
  public long count() {
    return count;
  }

  public void enter(long value) {
    sum.add(value);
    count++;
  }

  /// Takes back a value that was added.
  public void leave(long value) {
    sum.subtract(value);
    count--;
  }

  @Override
  public void merge(LongSum other) {
    sum.add(other.sum);
    count += other.count;
  }

  @Override
  public void subtract(LongSum other) {
    sum.subtract(other.sum);
    count -= other.count;
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    bytes.putLong(count);
    sum.write(bytes);
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    count = bytes.readLong();
    sum.read(bytes);
  }

  @Override
  public void clear() {
    sum.clear();
    count = 0;
  }

  /// Puts the sum, or null without a value or where it does not fit.
  public void putSum(long[] outputs, int at, int output, int valueAt) {
    if (count == 0 || !sum.fitsLong()) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = sum.longValue();
    }
  }

  /// Puts the rounded sum over how many values there are, or null without a value.
  public void putMean(long[] outputs, int at, int output, int valueAt) {
    if (count == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = Double.doubleToLongBits(sum.doubleValue() / count);
    }
  }

  /// Puts the sum of decimals' unscaled values, or null without a value or where it has more than
  /// 18 digits.
  public void putDecimalSum(long[] outputs, int at, int output, int valueAt) {
    boolean hasRoom =
        sum.fitsLong() && sum.longValue() < BEYOND_DECIMALS && sum.longValue() > -BEYOND_DECIMALS;
    if (count == 0 || !hasRoom) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = sum.longValue();
    }
  }

  /// Puts the rounded sum of decimals over how many there are, or null without a value.
  public void putDecimalMean(int scale, long[] outputs, int at, int output, int valueAt) {
    if (count == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
      return;
    }
    double rounded =
        sum.fitsLong()
            ? Decimals.toDouble(sum.longValue(), scale)
            : new BigDecimal(sum.toInteger(), scale).doubleValue();
    Outputs.putDouble(rounded / count, outputs, at, valueAt);
  }
}
