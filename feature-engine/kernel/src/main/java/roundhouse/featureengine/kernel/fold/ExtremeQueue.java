package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;

/// Finds the greatest key of a window, and among equals the last. The least is found by keys in
/// reverse, see [#reverse].
///
/// Layout: a queue of the events that no later one beats: positions ascend, and each beats all
/// after it. The first is the answer, amortised O(1) an event. A late event goes where it belongs,
/// pushing out what it beats. When an ask goes back in time the queue no longer holds what it
/// needs: it is stale, and the window gives it all of its events anew.
public final class ExtremeQueue {
  private final Order order;
  private final ValuePool pool;
  private long[] keys = new long[4];
  private long[] positions = new long[4];
  private int head;
  private int size;
  private boolean isStale;

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

  public boolean isEmpty() {
    return size == 0;
  }

  /// The greatest key; there must be one.
  public long key() {
    return keys[head];
  }

  /// The position of the last event that has the greatest key; there must be one.
  public long position() {
    return positions[head];
  }

  /// An event enters at the end of the window.
  public void enterLast(long key, long position) {
    if (isStale) {
      return;
    }
    while (size > 0 && compare(keys[slot(size - 1)], key) <= 0) {
      size--;
    }
    if (size == keys.length) {
      grow();
    }
    int slot = slot(size);
    keys[slot] = key;
    positions[slot] = position;
    size++;
  }

  /// A key comes to something that is within the window already, a tile.
  public void enter(long key, long position) {
    if (isStale) {
      return;
    }
    int place = size;
    while (place > 0 && positions[slot(place - 1)] > position) {
      place--;
    }
    boolean isBeaten = place < size && compare(key, keys[slot(place)]) <= 0;
    boolean isLess =
        place > 0
            && positions[slot(place - 1)] == position
            && compare(key, keys[slot(place - 1)]) <= 0;
    if (!isBeaten && !isLess) {
      insert(key, position, place);
    }
  }

  /// The first event of the window leaves.
  public void leaveFirst(long position) {
    if (size > 0 && positions[head] == position) {
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
      positions[slot(i)]++;
    }
  }

  /// A late event has appeared within the window; its followers have moved one position up.
  public void appear(long key, long position) {
    if (isStale) {
      return;
    }
    int place = shiftFollowers(position);
    boolean isBeaten = place < size && compare(key, keys[slot(place)]) <= 0;
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
      outputs[at + valueAt] = keys[head];
    }
  }

  /// Puts the number of a reversed key.
  public void putReversed(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = ~keys[head];
    }
  }

  /// Puts the double of a key; the mapping to keys is its own inverse.
  public void putDouble(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = keyOfBits(keys[head]);
    }
  }

  /// Puts the double of a reversed key.
  public void putDoubleReversed(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = keyOfBits(~keys[head]);
    }
  }

  /// Moves the entries at or behind a position one up, and says where they start.
  private int shiftFollowers(long position) {
    int place = size;
    while (place > 0 && positions[slot(place - 1)] >= position) {
      place--;
      positions[slot(place)]++;
    }
    return place;
  }

  /// Puts a late event before the entries at `place`, in the stead of those that it beats.
  private void insert(long key, long position, int place) {
    int kept = place;
    while (kept > 0 && compare(keys[slot(kept - 1)], key) <= 0) {
      kept--;
    }
    if (kept == place && size == keys.length) {
      grow();
    }
    moveEntries(place, kept + 1);
    size += kept + 1 - place;
    keys[slot(kept)] = key;
    positions[slot(kept)] = position;
  }

  /// Moves the entries from one place on to another.
  private void moveEntries(int from, int to) {
    int count = size - from;
    for (int i = 0; i < count; i++) {
      int offset = to > from ? count - 1 - i : i;
      keys[slot(to + offset)] = keys[slot(from + offset)];
      positions[slot(to + offset)] = positions[slot(from + offset)];
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
    return (head + offset) & (keys.length - 1);
  }

  private void grow() {
    long[] moreKeys = new long[keys.length * 2];
    long[] morePositions = new long[keys.length * 2];
    for (int i = 0; i < size; i++) {
      moreKeys[i] = keys[slot(i)];
      morePositions[i] = positions[slot(i)];
    }
    keys = moreKeys;
    positions = morePositions;
    head = 0;
  }
}
