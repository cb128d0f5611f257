package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.LongMultiset;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;

/// How many different values there are, exactly.
public final class DistinctValues implements Partial<DistinctValues> {
  private final Element element;
  private final int most;
  private final LongMultiset values = new LongMultiset();

  private DistinctValues(Element element, int most) {
    this.element = element;
    this.most = most;
  }

  /// All values, which can be taken back.
  public static DistinctValues all(Element element) {
    return new DistinctValues(element, Integer.MAX_VALUE);
  }

  /// No more values than one more than a bound: which they are does not matter then. None is taken
  /// back.
  public static DistinctValues upTo(Element element, int bound) {
    return new DistinctValues(element, bound + 1);
  }

  public void enter(long word) {
    if (values.distinct() < most) {
      values.add(element.identityOf(word));
    }
  }

  public void leave(long word) {
    values.remove(element.identityOf(word));
  }

  @Override
  public void merge(DistinctValues other) {
    for (int slot = 0; slot < other.values.slots(); slot++) {
      if (other.values.count(slot) != 0 && values.distinct() < most) {
        values.add(other.values.key(slot), other.values.count(slot));
      }
    }
  }

  /// Adds one of each value.
  void addEachTo(LongMultiset other) {
    for (int slot = 0; slot < values.slots(); slot++) {
      if (values.count(slot) != 0) {
        other.add(values.key(slot));
      }
    }
  }

  /// Removes one of each value.
  void removeEachFrom(LongMultiset other) {
    for (int slot = 0; slot < values.slots(); slot++) {
      if (values.count(slot) != 0) {
        other.remove(values.key(slot));
      }
    }
  }

  /// Adds a value that is not here yet, and would be if it came.
  void addIfNewTo(LongMultiset other, long word) {
    long value = element.identityOf(word);
    if (values.distinct() < most && !values.contains(value)) {
      other.add(value);
    }
  }

  @Override
  public boolean isEmpty() {
    return values.distinct() == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    Counts.write(values, element, bytes, texts);
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    Counts.read(values, element, bytes, texts);
    if (values.distinct() > most) {
      throw new UnreadableStateException("more than %d different values".formatted(most));
    }
  }

  @Override
  public void clear() {
    values.clear();
  }

  /// Puts how many.
  public void putDistinct(long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = values.distinct();
  }

  /// Puts how many, up to one more than a bound.
  public void putUpTo(int bound, long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = Math.min(values.distinct(), bound + 1);
  }
}
