package roundhouse.featureengine.kernel.fold;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.LongMultiset;
import roundhouse.featureengine.kernel.ValuePool;

/// The most frequent values, exactly.
///
/// Cost: O(d log d) an answer from d different values.
public final class TopValues implements Invertible<TopValues> {
  private final Element element;
  private final ValuePool pool;
  private final LongMultiset values = new LongMultiset();

  public TopValues(Element element, ValuePool pool) {
    this.element = element;
    this.pool = pool;
  }

  public void enter(long word) {
    values.add(element.identityOf(word));
  }

  public void leave(long word) {
    values.remove(element.identityOf(word));
  }

  @Override
  public void merge(TopValues other) {
    values.addAll(other.values);
  }

  @Override
  public void subtract(TopValues other) {
    values.removeAll(other.values);
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
  }

  @Override
  public void clear() {
    values.clear();
  }

  /// Puts so many of them, the most frequent first, and among equally frequent ones the least.
  public void put(int most, long[] outputs, int at, int output, int valueAt) {
    if (values.distinct() == 0) {
      Lists.putNothing(outputs, at, valueAt);
      return;
    }
    List<Integer> slots = new ArrayList<>();
    for (int slot = 0; slot < values.slots(); slot++) {
      if (values.count(slot) != 0) {
        slots.add(slot);
      }
    }
    slots.sort(this::compare);
    List<@Nullable Object> elements = new ArrayList<>();
    for (int slot : slots.subList(0, Math.min(most, slots.size()))) {
      elements.add(element.valueOf(values.key(slot), pool));
    }
    Lists.put(elements, pool, outputs, at, valueAt);
  }

  private int compare(int left, int right) {
    return values.count(left) != values.count(right)
        ? Long.compare(values.count(right), values.count(left))
        : element.compare(values.key(left), values.key(right), pool);
  }
}
