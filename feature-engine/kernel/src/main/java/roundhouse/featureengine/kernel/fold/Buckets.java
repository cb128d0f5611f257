package roundhouse.featureengine.kernel.fold;

import java.util.Arrays;

/// A small set of sections, in no order.
final class Buckets {
  private long[] sections = new long[8];
  private int size;

  int size() {
    return size;
  }

  long at(int index) {
    return sections[index];
  }

  void add(long section) {
    // Nearly always the one before; else few.
    for (int i = size - 1; i >= 0; i--) {
      if (sections[i] == section) {
        return;
      }
    }
    if (size == sections.length) {
      sections = Arrays.copyOf(sections, size * 2);
    }
    sections[size++] = section;
  }

  void clear() {
    size = 0;
  }
}
