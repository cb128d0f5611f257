package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.LongMultiset;

/// How many different values there are, exactly.
public final class DistinctValues {
  private final boolean areDoubles;
  private final LongMultiset values = new LongMultiset();

  /// @param areDoubles whether words are bits of doubles, of which −0.0 and 0.0 are one value
  public DistinctValues(boolean areDoubles) {
    this.areDoubles = areDoubles;
  }

  public void enter(long word) {
    values.add(identityOf(word));
  }

  public void leave(long word) {
    values.remove(identityOf(word));
  }

  public void clear() {
    values.clear();
  }

  /// Puts how many.
  public void putDistinct(long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = values.distinct();
  }

  private long identityOf(long word) {
    return areDoubles && word == Long.MIN_VALUE ? 0 : word;
  }
}
