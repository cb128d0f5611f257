package roundhouse.featureengine.batch.engine;

import java.util.Arrays;

/// Numbers keys from 0 in the order in which they are first added. Open addressing; keys are
/// compared word by word, so two never pass for one.
final class KeyTable {
  static final int ABSENT = -1;

  private final int keyWords;
  private long[] keys = new long[64];
  private int[] slots = new int[64];
  private int size;

  KeyTable(int keyWords) {
    this.keyWords = keyWords;
  }

  int size() {
    return size;
  }

  /// Forgets all keys.
  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /// The number of the key at that place, a new one if need be.
  int add(long[] words, int at) {
    int slot = slotOf(words, at);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (4 * (size + 1) > 3 * slots.length) {
      grow();
      slot = slotOf(words, at);
    }
    insert(words, at, slot);
    return size - 1;
  }

  /// Adds the keys that records start with.
  void addAll(Records records) {
    int end = records.count() * records.width();
    for (int at = 0; at < end; at += records.width()) {
      add(records.words(), at);
    }
  }

  private void insert(long[] words, int at, int slot) {
    if ((size + 1) * keyWords > keys.length) {
      keys = Arrays.copyOf(keys, 2 * keys.length + keyWords);
    }
    System.arraycopy(words, at, keys, size * keyWords, keyWords);
    slots[slot] = ++size;
  }

  /// The number of the key at that place, or [#ABSENT].
  int find(long[] words, int at) {
    return slots[slotOf(words, at)] - 1;
  }

  /// The words of all keys, in the order of their numbers.
  long[] keys() {
    return keys;
  }

  private int slotOf(long[] words, int at) {
    int mask = slots.length - 1;
    int slot = (int) EntityShuffle.hash(words, at, keyWords) & mask;
    while (slots[slot] != 0 && !isKey(slots[slot] - 1, words, at)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isKey(int key, long[] words, int at) {
    int place = key * keyWords;
    for (int i = 0; i < keyWords; i++) {
      if (keys[place + i] != words[at + i]) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    slots = new int[2 * slots.length];
    for (int key = 0; key < size; key++) {
      slots[slotOf(keys, key * keyWords)] = key + 1;
    }
  }
}
