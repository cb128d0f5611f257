package roundhouse.featureengine.kernel.fold;

import java.util.Arrays;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ValuePool;

/// The sum in which a value counts half after each half-life, from landmarks fixed in time.
///
/// Layout: the exact sum of each period of 64 half-lives that has values, by period. What is older
/// than some 17 periods counts nothing. Cost: O(periods in the window) an event and an answer.
public final class DecayedSum implements Invertible<DecayedSum> {
  private static final long HALF_LIVES_PER_PERIOD = 64;

  /// From a period so much older than the newest value every factor is zero: 2^−1088 is.
  private static final long GONE_AFTER = 17;

  private final Element element;
  private final long halfLife;
  private final long period;
  private final boolean forgets;
  private long[] periods = new long[2];
  private DoubleSum[] sums = {new DoubleSum(), new DoubleSum()};
  private int size;
  private final DoubleSum total = new DoubleSum();

  private DecayedSum(Element element, long halfLife, boolean forgets) {
    this.element = element;
    this.halfLife = halfLife;
    this.forgets = forgets;
    period = period(halfLife);
  }

  /// How long the values of one exact sum are apart at most, in microseconds.
  public static long period(long halfLife) {
    return HALF_LIVES_PER_PERIOD * halfLife;
  }

  /// A sum with that half-life in microseconds, from which values can be taken back.
  public static DecayedSum of(Element element, long halfLife) {
    return new DecayedSum(element, halfLife, false);
  }

  /// A sum that forgets what counts for no ask after its newest value. None is taken back.
  public static DecayedSum forgetting(Element element, long halfLife) {
    return new DecayedSum(element, halfLife, true);
  }

  public void enter(long word, long time) {
    sumOf(Math.floorDiv(time, period)).add(weighted(word, time));
    forget();
  }

  public void leave(long word, long time) {
    int at = Arrays.binarySearch(periods, 0, size, Math.floorDiv(time, period));
    sums[at].subtract(weighted(word, time));
    removeIfEmpty(at);
  }

  @Override
  public void merge(DecayedSum other) {
    for (int i = 0; i < other.size; i++) {
      sumOf(other.periods[i]).merge(other.sums[i]);
    }
    forget();
  }

  @Override
  public void subtract(DecayedSum other) {
    for (int i = 0; i < other.size; i++) {
      int at = Arrays.binarySearch(periods, 0, size, other.periods[i]);
      sums[at].subtract(other.sums[i]);
      removeIfEmpty(at);
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

  private void forget() {
    while (forgets && size > 1 && periods[size - 1] - periods[0] >= GONE_AFTER) {
      remove(0);
    }
  }

  private void removeIfEmpty(int at) {
    if (sums[at].count() == 0) {
      remove(at);
    }
  }

  private void remove(int at) {
    DoubleSum removed = sums[at];
    removed.clear();
    System.arraycopy(periods, at + 1, periods, at, size - at - 1);
    System.arraycopy(sums, at + 1, sums, at, size - at - 1);
    size--;
    sums[size] = removed;
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
