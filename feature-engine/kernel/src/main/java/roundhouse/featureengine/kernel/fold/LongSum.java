package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.ExactLongSum;

/// Sum and mean of longs in 128 bits; the share of trues, which are ones.
public final class LongSum {
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
}
