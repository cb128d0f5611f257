package roundhouse.featureengine.kernel.fold;

import java.util.Arrays;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.LongMultiset;
import roundhouse.featureengine.kernel.ValuePool;

/// Quantiles by a DDSketch that never merges buckets (Masson, Rim and Lee, "DDSketch", 2019).
///
/// Layout: how often each bucket is held, under a number that orders as the buckets' values do.
/// There are at most some 700 ÷ accuracy buckets, whatever comes. Cost: O(b log b) an answer from b
/// buckets.
public final class QuantileSketch implements Invertible<QuantileSketch> {
  private static final long NEGATIVE_INFINITY = Long.MIN_VALUE;
  private static final long POSITIVE_INFINITY = Long.MAX_VALUE - 1;
  private static final long NOT_A_NUMBER = Long.MAX_VALUE;

  /// The number of the positive bucket 0; that of the negative one is its opposite.
  private static final long ONE = 1L << 32;

  private final Element element;
  private final double gamma;
  private final double logGamma;
  private final LongMultiset buckets = new LongMultiset();
  private long size;

  public QuantileSketch(Element element, double accuracy) {
    this.element = element;
    gamma = (1 + accuracy) / (1 - accuracy);
    logGamma = StrictMath.log(gamma);
  }

  public void enter(long word) {
    buckets.add(bucketOf(element.doubleOf(word)));
    size++;
  }

  public void leave(long word) {
    buckets.remove(bucketOf(element.doubleOf(word)));
    size--;
  }

  @Override
  public void merge(QuantileSketch other) {
    buckets.addAll(other.buckets);
    size += other.size;
  }

  @Override
  public void subtract(QuantileSketch other) {
    buckets.removeAll(other.buckets);
    size -= other.size;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    Counts.write(buckets, Element.NUMBER, bytes, texts);
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    size = Counts.read(buckets, Element.NUMBER, bytes, texts);
  }

  @Override
  public void clear() {
    buckets.clear();
    size = 0;
  }

  /// Puts a quantile, or null without a value.
  public void put(double quantile, long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      long rank = (long) StrictMath.floor(quantile * (size - 1));
      Outputs.putDouble(valueOf(bucketOfRank(rank)), outputs, at, valueAt);
    }
  }

  private long bucketOfRank(long rank) {
    long[] sorted = new long[buckets.distinct()];
    int found = 0;
    for (int slot = 0; slot < buckets.slots(); slot++) {
      if (buckets.count(slot) != 0) {
        sorted[found++] = buckets.key(slot);
      }
    }
    Arrays.sort(sorted);
    long before = 0;
    for (long bucket : sorted) {
      before += buckets.count(buckets.find(bucket));
      if (before > rank) {
        return bucket;
      }
    }
    throw new IllegalStateException("A rank below the size lies in a bucket");
  }

  private long bucketOf(double x) {
    if (Double.isNaN(x)) {
      return NOT_A_NUMBER;
    }
    if (Double.isInfinite(x)) {
      return x > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
    }
    if (x == 0) {
      return 0;
    }
    long index = (long) StrictMath.ceil(StrictMath.log(Math.abs(x)) / logGamma);
    return x > 0 ? ONE + index : -(ONE + index);
  }

  private double valueOf(long bucket) {
    if (bucket == NOT_A_NUMBER) {
      return Double.NaN;
    }
    if (bucket == POSITIVE_INFINITY || bucket == NEGATIVE_INFINITY) {
      return bucket > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    if (bucket == 0) {
      return 0;
    }
    double index = Math.abs(bucket) - ONE;
    double value = Math.min(StrictMath.exp(index * logGamma) * (2 / (1 + gamma)), Double.MAX_VALUE);
    return bucket > 0 ? value : -value;
  }
}
