package roundhouse.featureengine.kernel.fold;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ExactSum;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;

/// Sum and mean of doubles without error, as [ExactSum] defines them, and faster where values are
/// of similar size.
///
/// Layout: a fixed-point number of 128 bits, high·2^64 + low, whose last place weighs 2^(scale −
/// 1074). The scale is chosen by the first value. What does not fit goes into an [ExactSum] behind
/// it; the sum is that of both.
public final class DoubleSum implements Invertible<DoubleSum> {
  private static final long FRACTION_MASK = (1L << 52) - 1;

  /// How far below the first value's last place that of the sum is at least; values that are
  /// smaller lower it further.
  private static final int ROOM_BELOW = 20;

  /// Scales are multiples of this, so that the sums of tiles mostly share theirs.
  private static final int SCALE_STEP = 32;

  private static final int MOST_SCALE = 2046;

  /// A value shifted further could overflow soon.
  private static final int LARGEST_SHIFT = 70;

  private long high;
  private long low;
  private int scale;
  private long count;
  private boolean isWideUsed;

  /// Made when it is first used, which mostly is never: sums of many windows and tiles lie close
  /// together without it.
  private @Nullable ExactSum wide;

  /// How many values are in it.
  public long count() {
    return count;
  }

  public void add(double value) {
    count++;
    accumulate(value, 0);
  }

  /// Adds the double of these bits.
  public void enter(long bits) {
    add(Double.longBitsToDouble(bits));
  }

  /// Takes back the double of these bits.
  public void leave(long bits) {
    subtract(Double.longBitsToDouble(bits));
  }

  /// Takes back a value that was added.
  public void subtract(double value) {
    if (--count == 0) {
      clear();
    } else {
      accumulate(value, -1);
    }
  }

  @Override
  public void merge(DoubleSum other) {
    count += other.count;
    accumulate(other, 0);
    if (other.isWideUsed) {
      wide().add(other.wide());
    }
  }

  @Override
  public void subtract(DoubleSum other) {
    count -= other.count;
    if (count == 0) {
      clear();
      return;
    }
    accumulate(other, -1);
    if (other.isWideUsed) {
      wide().subtract(other.wide());
    }
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    bytes.putLong(count);
    bytes.putLong(scale);
    bytes.putLong(high);
    bytes.putLong(low);
    bytes.putByte(isWideUsed ? 1 : 0);
    if (isWideUsed) {
      wide().write(bytes);
    }
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    count = bytes.readLong();
    long read = bytes.readLong();
    if (read < 0 || read > MOST_SCALE) {
      throw new UnreadableStateException("a sum's scale of " + read);
    }
    scale = (int) read;
    high = bytes.readLong();
    low = bytes.readLong();
    if (bytes.readByte() != 0) {
      wide().read(bytes);
    }
  }

  @Override
  public void clear() {
    high = 0;
    low = 0;
    count = 0;
    if (isWideUsed) {
      wide().clear();
      isWideUsed = false;
    }
  }

  /// The exact sum, rounded once.
  public double value() {
    if (!isWideUsed) {
      return ExactSum.rounded128(high, low, scale);
    }
    spill();
    return wide().value();
  }

  /// The rounded sum over how many values there are.
  public double mean() {
    return value() / count;
  }

  /// Puts the sum, or null without a value.
  public void putSum(long[] outputs, int at, int output, int valueAt) {
    if (count == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = Double.doubleToLongBits(value());
    }
  }

  /// Puts the mean, or null without a value.
  public void putMean(long[] outputs, int at, int output, int valueAt) {
    if (count == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = Double.doubleToLongBits(mean());
    }
  }

  /// Adds the value, or with a sign of -1 subtracts it.
  private void accumulate(double value, long sign) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52) & 0x7FF;
    long fraction = bits & FRACTION_MASK;
    long significand = biased == 0 ? fraction : fraction | (1L << 52);
    if (significand == 0) {
      return;
    }
    int exponent = biased == 0 ? 0 : biased - 1;
    if ((high | low) == 0) {
      scale = Math.max(0, (exponent - ROOM_BELOW) & -SCALE_STEP);
    }
    int shift = exponent - scale;
    if (shift < 0 || shift > LARGEST_SHIFT || biased == 0x7FF) {
      accumulateUnlike(value, sign, exponent);
      return;
    }
    long valueLow = shift < 64 ? significand << shift : 0;
    long valueHigh =
        shift < 64 ? (significand >>> 1) >>> (63 - shift) : significand << (shift - 64);
    accumulate(valueHigh, valueLow, (bits >> 63) ^ sign);
  }

  /// Adds a number of the sum's own scale; a sign of -1 makes it negative.
  private void accumulate(long valueHigh, long valueLow, long sign) {
    long addedLow = (valueLow ^ sign) - sign;
    long addedHigh = (valueHigh ^ sign) + (sign & (valueLow == 0 ? 1 : 0));
    long sumLow = low + addedLow;
    long carry = Long.compareUnsigned(sumLow, addedLow) < 0 ? 1 : 0;
    long sumHigh = high + addedHigh + carry;
    if (((high ^ sumHigh) & (addedHigh ^ sumHigh)) < 0) {
      spill();
      low = addedLow;
      high = addedHigh;
    } else {
      low = sumLow;
      high = sumHigh;
    }
  }

  /// Adds another sum's number of 128 bits, or with a sign of -1 subtracts it.
  private void accumulate(DoubleSum other, long sign) {
    if ((other.high | other.low) == 0) {
      return;
    }
    if ((high | low) == 0) {
      scale = other.scale;
    }
    if (other.scale < scale) {
      lower(other.scale);
    }
    int shift = other.scale - scale;
    if (shift >= 0 && shift <= other.room()) {
      accumulate(shiftedHigh(other.high, other.low, shift), other.low << shift, sign);
      return;
    }
    wide().add128(other.high ^ sign, other.low ^ sign, other.scale);
    if (sign != 0) {
      // −x = ~x + 1
      wide().add128(0, 1, other.scale);
    }
  }

  /// Gives the last place a smaller weight, if there is room to; whether there was.
  private boolean lower(int wanted) {
    int shift = scale - wanted;
    if (shift > room()) {
      return false;
    }
    high = shiftedHigh(high, low, shift);
    low <<= shift;
    scale = wanted;
    return true;
  }

  /// How far the number may be shifted up: less than 64, negative where it is about to overflow.
  private int room() {
    return Math.min(63, Long.numberOfLeadingZeros(high ^ (high >> 63)) - 2);
  }

  private static long shiftedHigh(long high, long low, int shift) {
    return high << shift | (low >>> 1) >>> (63 - shift);
  }

  /// A value that is much smaller or greater than those before it, or infinite, or no number.
  private void accumulateUnlike(double value, long sign, int exponent) {
    if (exponent < scale && lower(Math.max(0, exponent & -SCALE_STEP))) {
      accumulate(value, sign);
      return;
    }
    if (sign == 0) {
      wide().add(value);
    } else {
      wide().subtract(value);
    }
  }

  /// Moves all into the wide sum.
  private void spill() {
    wide().add128(high, low, scale);
    high = 0;
    low = 0;
  }

  /// The wide sum, which is used from now on.
  private ExactSum wide() {
    isWideUsed = true;
    if (wide == null) {
      wide = new ExactSum();
    }
    return wide;
  }
}
