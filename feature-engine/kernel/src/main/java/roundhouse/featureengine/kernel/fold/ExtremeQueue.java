package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;

/// Finds the greatest key of a window, and among equals the last. The least is found by keys in
/// reverse, see [#reverse].
///
/// Layout: a queue of the events that no later one beats, each its key and its position in one
/// array: positions ascend, and each beats all after it. The first is the answer, amortised O(1) an
/// event. A late event goes where it belongs, pushing out what it beats. When an ask goes back in
/// time the queue no longer holds what it needs: it is stale, and the window gives it all of its
/// events anew.
public final class ExtremeQueue {
  private final Order order;
  private final ValuePool pool;
  private long[] entries = new long[8];

  /// Where the first entry is.
  private int head;

  private int size;
  private boolean isStale;

  /// See [#touch]; kept so that the read is not left out.
  @SuppressWarnings("UnusedVariable")
  private long touched;

  public ExtremeQueue(Order order, ValuePool pool) {
    this.order = order;
    this.pool = pool;
  }

  /// How keys compare.
  public enum Order {
    NUMBERS,
    /// Numbers of the pool, as their strings.
    TEXTS,
    TEXTS_REVERSED
  }

  /// A key for the bits of a double that orders as `Double.compare` does: −0.0 before 0.0, NaN
  /// last.
  public static long keyOfBits(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /// A number's key where the least is wanted.
  public static long reverse(long key) {
    return ~key;
  }

  public boolean isStale() {
    return isStale;
  }

  /// Reads the first entry, as [WindowRange#touch] does where the window starts.
  public void touch() {
    touched = entries[head];
  }

  /// An event enters at the end of the window.
  public void enterLast(long key, long position) {
    if (isStale) {
      return;
    }
    int kept = size;
    while (kept > 0 && compare(entries[slot(kept - 1)], key) <= 0) {
      kept--;
    }
    if (2 * kept == entries.length) {
      grow();
    }
    put(kept, key, position);
    size = kept + 1;
  }

  /// A key comes to something that is within the window already, a tile.
  public void enter(long key, long position) {
    if (isStale) {
      return;
    }
    int place = size;
    while (place > 0 && entries[slot(place - 1) + 1] > position) {
      place--;
    }
    boolean isBeaten = place < size && compare(key, entries[slot(place)]) <= 0;
    boolean isLess =
        place > 0
            && entries[slot(place - 1) + 1] == position
            && compare(key, entries[slot(place - 1)]) <= 0;
    if (!isBeaten && !isLess) {
      insert(key, position, place);
    }
  }

  /// The first event of the window leaves.
  public void leaveFirst(long position) {
    if (size > 0 && entries[head + 1] == position) {
      head = slot(1);
      size--;
    }
  }

  /// An event enters or leaves where the queue cannot follow.
  public void goStale() {
    isStale = true;
  }

  /// All events have moved one position up, because a late one appeared before the window.
  public void moveUp() {
    for (int i = 0; i < size; i++) {
      entries[slot(i) + 1]++;
    }
  }

  /// A late event has appeared within the window; its followers have moved one position up.
  public void appear(long key, long position) {
    if (isStale) {
      return;
    }
    int place = shiftFollowers(position);
    boolean isBeaten = place < size && compare(key, entries[slot(place)]) <= 0;
    if (!isBeaten) {
      insert(key, position, place);
    }
  }

  /// A late event without a key has appeared within the window.
  public void appearWithoutKey(long position) {
    if (!isStale) {
      shiftFollowers(position);
    }
  }

  public void clear() {
    head = 0;
    size = 0;
    isStale = false;
  }

  /// Puts the key of a number, or null if there is none.
  public void put(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = entries[head];
    }
  }

  /// Puts the number of a reversed key.
  public void putReversed(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = ~entries[head];
    }
  }

  /// Puts the double of a key; the mapping to keys is its own inverse.
  public void putDouble(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = keyOfBits(entries[head]);
    }
  }

  /// Puts the double of a reversed key.
  public void putDoubleReversed(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = keyOfBits(~entries[head]);
    }
  }

  /// Moves the entries at or behind a position one up, and says where they start.
  private int shiftFollowers(long position) {
    int place = size;
    while (place > 0 && entries[slot(place - 1) + 1] >= position) {
      place--;
      entries[slot(place) + 1]++;
    }
    return place;
  }

  /// Puts a late event before the entries at `place`, in the stead of those that it beats.
  private void insert(long key, long position, int place) {
    int kept = place;
    while (kept > 0 && compare(entries[slot(kept - 1)], key) <= 0) {
      kept--;
    }
    if (kept == place && 2 * size == entries.length) {
      grow();
    }
    moveEntries(place, kept + 1);
    size += kept + 1 - place;
    put(kept, key, position);
  }

  /// Moves the entries from one place on to another.
  private void moveEntries(int from, int to) {
    int count = size - from;
    for (int i = 0; i < count; i++) {
      int offset = to > from ? count - 1 - i : i;
      int entry = slot(from + offset);
      put(to + offset, entries[entry], entries[entry + 1]);
    }
  }

  private int compare(long left, long right) {
    return switch (order) {
      case NUMBERS -> Long.compare(left, right);
      case TEXTS -> TextOrder.compare(pool.text(left), pool.text(right));
      case TEXTS_REVERSED -> TextOrder.compare(pool.text(right), pool.text(left));
    };
  }

  private int slot(int offset) {
    return (head + 2 * offset) & (entries.length - 1);
  }

  private void put(int offset, long key, long position) {
    int slot = slot(offset);
    entries[slot] = key;
    entries[slot + 1] = position;
  }

  private void grow() {
    long[] more = new long[entries.length * 2];
    System.arraycopy(entries, head, more, 0, entries.length - head);
    System.arraycopy(entries, 0, more, entries.length - head, head);
    entries = more;
    head = 0;
  }
}
