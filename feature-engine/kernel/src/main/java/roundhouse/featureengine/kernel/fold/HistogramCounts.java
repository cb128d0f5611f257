package roundhouse.featureengine.kernel.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.function.Doubles;

/// How many values lie in each of the ranges between boundaries.
public final class HistogramCounts implements Invertible<HistogramCounts> {
  private final Element element;
  private final double[] boundaries;
  private final ValuePool pool;
  private final long[] counts;
  private long size;

  public HistogramCounts(Element element, List<Double> boundaries, ValuePool pool) {
    this.element = element;
    this.boundaries = boundaries.stream().mapToDouble(Double::doubleValue).toArray();
    this.pool = pool;
    counts = new long[boundaries.size() + 1];
  }

  public void enter(long word) {
    counts[Doubles.bucket(element.doubleOf(word), boundaries)]++;
    size++;
  }

  public void leave(long word) {
    counts[Doubles.bucket(element.doubleOf(word), boundaries)]--;
    size--;
  }

  @Override
  public void merge(HistogramCounts other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    size += other.size;
  }

  @Override
  public void subtract(HistogramCounts other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] -= other.counts[i];
    }
    size -= other.size;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    for (long count : counts) {
      bytes.putLong(count);
    }
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = bytes.readLong();
      size += counts[i];
    }
  }

  @Override
  public void clear() {
    if (size != 0) {
      Arrays.fill(counts, 0);
      size = 0;
    }
  }

  /// Puts the counts.
  public void put(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Lists.putNothing(outputs, at, valueAt);
      return;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (long count : counts) {
      elements.add(count);
    }
    Lists.put(elements, pool, outputs, at, valueAt);
  }
}
