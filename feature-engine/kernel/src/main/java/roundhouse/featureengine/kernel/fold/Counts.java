package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.LongMultiset;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;

/// The portable form of multisets.
final class Counts {
  private Counts() {}

  static void write(LongMultiset values, Element element, ByteWriter bytes, ValuePool pool) {
    bytes.putLong(values.distinct());
    for (int slot = 0; slot < values.slots(); slot++) {
      if (values.count(slot) != 0) {
        bytes.putLong(values.count(slot));
        element.write(values.key(slot), bytes, pool);
      }
    }
  }

  /// Reads into an empty one; how many values there are in all.
  static long read(LongMultiset values, Element element, ByteReader bytes, ValuePool pool) {
    int distinct = bytes.readCount(2);
    long size = 0;
    for (int i = 0; i < distinct; i++) {
      long count = bytes.readLong();
      if (count < 1 || size + count < 0) {
        throw new UnreadableStateException("a count of " + count);
      }
      long value = element.read(bytes, pool);
      if (values.contains(value)) {
        throw new UnreadableStateException("a value that is counted twice");
      }
      values.add(value, count);
      size += count;
    }
    return size;
  }
}
