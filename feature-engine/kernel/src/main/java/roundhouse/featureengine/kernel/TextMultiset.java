package roundhouse.featureengine.kernel;

import java.util.Arrays;

/// How often each string is held; built as [LongMultiset] is.
final class TextMultiset {
  private String[] keys = emptyKeys(4);

  /// 0 marks a free slot.
  private int[] counts = new int[4];

  private int distinct;

  /// How many different strings it holds.
  int distinct() {
    return distinct;
  }

  boolean contains(String key) {
    return counts[slotOf(key)] != 0;
  }

  void add(String key) {
    int slot = slotOf(key);
    if (counts[slot]++ == 0) {
      keys[slot] = key;
      if (++distinct * 2 > keys.length) {
        grow();
      }
    }
  }

  /// Takes back one that was added.
  void remove(String key) {
    int slot = slotOf(key);
    if (--counts[slot] == 0) {
      distinct--;
      closeGap(slot);
    }
  }

  void clear() {
    if (distinct == 0) {
      return;
    }
    keys = emptyKeys(4);
    counts = new int[4];
    distinct = 0;
  }

  /// The slot that holds the key, or the free one where it belongs.
  private int slotOf(String key) {
    int mask = keys.length - 1;
    int slot = home(key, mask);
    while (counts[slot] != 0 && !keys[slot].equals(key)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int home(String key, int mask) {
    int mixed = key.hashCode() * 0x9E3779B9;
    return (mixed ^ (mixed >>> 16)) & mask;
  }

  private void closeGap(int removed) {
    int mask = keys.length - 1;
    int gap = removed;
    for (int slot = (gap + 1) & mask; counts[slot] != 0; slot = (slot + 1) & mask) {
      int wanted = home(keys[slot], mask);
      if (((slot - wanted) & mask) >= ((slot - gap) & mask)) {
        keys[gap] = keys[slot];
        counts[gap] = counts[slot];
        counts[slot] = 0;
        gap = slot;
      }
    }
    keys[gap] = ""; // A removed string must not be kept alive.
  }

  private void grow() {
    String[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = emptyKeys(oldKeys.length * 2);
    counts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != 0) {
        int slot = slotOf(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  private static String[] emptyKeys(int size) {
    String[] keys = new String[size];
    Arrays.fill(keys, "");
    return keys;
  }
}
