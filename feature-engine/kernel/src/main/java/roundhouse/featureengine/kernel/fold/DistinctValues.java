package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.LongMultiset;

/// How many different values there are, exactly.
public final class DistinctValues {
  private final Element element;
  private final LongMultiset values = new LongMultiset();

  public DistinctValues(Element element) {
    this.element = element;
  }

  public void enter(long word) {
    values.add(element.identityOf(word));
  }

  public void leave(long word) {
    values.remove(element.identityOf(word));
  }

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
