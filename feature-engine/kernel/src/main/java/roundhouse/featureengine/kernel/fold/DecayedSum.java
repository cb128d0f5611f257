package roundhouse.featureengine.kernel.fold;

import java.util.Arrays;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ValuePool;

/// The sum in which a value counts half after each half-life, from landmarks fixed in time.
///
/// Layout: the exact sum of each period of 64 half-lives that has values, by period. What is older
/// than some 17 periods counts nothing. Cost: O(periods in the window) an event and an answer.
public final class DecayedSum implements Partial<DecayedSum> {
  private static final long HALF_LIVES_PER_PERIOD = 64;

  private final Element element;
  private final long halfLife;
  private final long period;
  private long[] periods = new long[2];
  private DoubleSum[] sums = {new DoubleSum(), new DoubleSum()};
  private int size;
  private final DoubleSum total = new DoubleSum();

  /// A sum with that half-life in microseconds.
  public DecayedSum(Element element, long halfLife) {
    this.element = element;
    this.halfLife = halfLife;
    period = HALF_LIVES_PER_PERIOD * halfLife;
  }

  public void enter(long word, long time) {
    sumOf(Math.floorDiv(time, period)).add(weighted(word, time));
  }

  public void leave(long word, long time) {
    int at = Arrays.binarySearch(periods, 0, size, Math.floorDiv(time, period));
    sums[at].subtract(weighted(word, time));
    if (sums[at].count() == 0) {
      DoubleSum emptied = sums[at];
      System.arraycopy(periods, at + 1, periods, at, size - at - 1);
      System.arraycopy(sums, at + 1, sums, at, size - at - 1);
      size--;
      sums[size] = emptied;
    }
  }

  @Override
  public void merge(DecayedSum other) {
    for (int i = 0; i < other.size; i++) {
      sumOf(other.periods[i]).merge(other.sums[i]);
    }
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    bytes.putLong(size);
    for (int i = 0; i < size; i++) {
      bytes.putLong(periods[i]);
      sums[i].write(bytes, texts);
    }
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    int count = bytes.readCount(2);
    for (int i = 0; i < count; i++) {
      sumOf(bytes.readLong()).read(bytes, texts);
    }
  }

  @Override
  public void clear() {
    for (int i = 0; i < size; i++) {
      sums[i].clear();
    }
    size = 0;
  }

  /// Puts the sum at an ask, or null without a value that still counts.
  public void put(long askTime, long[] outputs, int at, int output, int valueAt) {
    total.clear();
    for (int i = 0; i < size; i++) {
      double age = askTime - periods[i] * period;
      double factor = StrictMath.pow(2, -(age / halfLife));
      if (factor != 0) {
        total.add(sums[i].value() * factor);
      }
    }
    total.putSum(outputs, at, output, valueAt);
  }

  private double weighted(long word, long time) {
    double weight = StrictMath.pow(2, (double) Math.floorMod(time, period) / halfLife);
    return element.doubleOf(word) * weight;
  }

  private DoubleSum sumOf(long number) {
    int at = Arrays.binarySearch(periods, 0, size, number);
    if (at >= 0) {
      return sums[at];
    }
    at = -at - 1;
    if (size == periods.length) {
      periods = Arrays.copyOf(periods, size * 2);
      sums = Arrays.copyOf(sums, size * 2);
      for (int i = size; i < sums.length; i++) {
        sums[i] = new DoubleSum();
      }
    }
    DoubleSum free = sums[size];
    System.arraycopy(periods, at, periods, at + 1, size - at);
    System.arraycopy(sums, at, sums, at + 1, size - at);
    periods[at] = number;
    sums[at] = free;
    size++;
    return free;
  }
}
