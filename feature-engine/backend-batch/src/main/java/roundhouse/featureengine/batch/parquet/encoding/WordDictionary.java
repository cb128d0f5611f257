package roundhouse.featureengine.batch.parquet.encoding;

import java.util.Arrays;

/// Numbers the distinct words of a column in the order in which they first occur. Keeps its table
/// from one column to the next. One thread at a time.
///
/// A hash table with open addressing: `slots[h]` is a word's number plus one, or 0; `words` are the
/// words by their numbers.
public final class WordDictionary {
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private int[] slots = new int[1 << 12];
  private long[] words = new long[1 << 11];
  private int shift = Long.SIZE - 12;
  private int size;

  public int size() {
    return size;
  }

  /// The words by their numbers, [#size()] of them.
  public long[] words() {
    return words;
  }

  public void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  /// Puts the numbers of `count` words into `numbers`; returns how many it did before more than
  /// `limit` words were distinct.
  public int number(long[] source, int from, int count, int limit, long[] numbers, int target) {
    for (int i = 0; i < count; i++) {
      int number = find(source[from + i]);
      if (number >= limit) {
        return i;
      }
      numbers[target + i] = number;
    }
    return count;
  }

  private int find(long word) {
    int slot = (int) ((word * SPREAD) >>> shift);
    int mask = slots.length - 1;
    for (int entry = slots[slot]; entry != 0; entry = slots[slot]) {
      if (words[entry - 1] == word) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = size + 1;
    words[size++] = word;
    if (size == words.length) {
      enlarge();
    }
    return size - 1;
  }

  private void enlarge() {
    words = Arrays.copyOf(words, 2 * words.length);
    slots = new int[2 * slots.length];
    shift--;
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = (int) ((words[number] * SPREAD) >>> shift);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number + 1;
    }
  }
}
