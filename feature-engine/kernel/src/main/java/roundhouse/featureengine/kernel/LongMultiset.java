package roundhouse.featureengine.kernel;

import java.util.Arrays;

/// How often each long is held, without boxing: the exact state behind distinct counts, which can
/// take back what it was given.
///
/// Layout: open addressing with linear probing, at most half full; removal closes the gap by moving
/// later entries back, so there are no tombstones and lookups stay short however long it lives.
public final class LongMultiset {
  private long[] keys = new long[4];

  /// 0 marks a free slot.
  private long[] counts = new long[4];

  private int distinct;

  /// How many different longs it holds.
  public int distinct() {
    return distinct;
  }

  public boolean contains(long key) {
    return counts[slotOf(key)] != 0;
  }

  public void add(long key) {
    add(key, 1);
  }

  /// Adds a long so many times, at least once.
  public void add(long key, long times) {
    int slot = slotOf(key);
    boolean isNew = counts[slot] == 0;
    counts[slot] += times;
    if (isNew) {
      keys[slot] = key;
      if (++distinct * 2 > keys.length) {
        grow();
      }
    }
  }

  /// Takes back one that was added.
  public void remove(long key) {
    remove(key, 1);
  }

  /// Takes back so many that were added.
  public void remove(long key, long times) {
    int slot = slotOf(key);
    counts[slot] -= times;
    if (counts[slot] == 0) {
      distinct--;
      closeGap(slot);
    }
  }

  /// The place of a long that is held.
  public int find(long key) {
    return slotOf(key);
  }

  /// How many places there are to look at, each of which may hold an entry.
  public int slots() {
    return keys.length;
  }

  /// The long at a place.
  public long key(int slot) {
    return keys[slot];
  }

  /// How often the long at a place is held; 0 if the place is free.
  public long count(int slot) {
    return counts[slot];
  }

  /// Adds everything that the other holds.
  public void addAll(LongMultiset other) {
    for (int i = 0; i < other.keys.length; i++) {
      if (other.counts[i] != 0) {
        add(other.keys[i], other.counts[i]);
      }
    }
  }

  /// Takes back everything that the other holds, all of which was added.
  public void removeAll(LongMultiset other) {
    for (int i = 0; i < other.keys.length; i++) {
      if (other.counts[i] != 0) {
        remove(other.keys[i], other.counts[i]);
      }
    }
  }

  public void clear() {
    if (distinct == 0) {
      return;
    }
    // Kept if filled well, so that one large entity costs the small ones after it nothing.
    if (keys.length <= Math.max(64, 8 * distinct)) {
      Arrays.fill(counts, 0);
    } else {
      keys = new long[4];
      counts = new long[4];
    }
    distinct = 0;
  }

  /// The slot that holds the key, or the free one where it belongs.
  private int slotOf(long key) {
    int mask = keys.length - 1;
    int slot = home(key, mask);
    while (counts[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static int home(long key, int mask) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ (mixed >>> 32)) & mask;
  }

  private void closeGap(int removed) {
    int mask = keys.length - 1;
    int gap = removed;
    for (int slot = (gap + 1) & mask; counts[slot] != 0; slot = (slot + 1) & mask) {
      int wanted = home(keys[slot], mask);
      // An entry may move back into the gap unless that would put it before its own home.
      if (((slot - wanted) & mask) >= ((slot - gap) & mask)) {
        keys[gap] = keys[slot];
        counts[gap] = counts[slot];
        counts[slot] = 0;
        gap = slot;
      }
    }
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = new long[oldKeys.length * 2];
    counts = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != 0) {
        int slot = slotOf(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }
}
