package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;

/// The events of one history of an entity that still matter, sorted by (time, id), or by time alone
/// where no aggregate needs the id.
///
/// Layout: one array, an event after the other, each of the same few words: time, bits, id, values,
/// as its [Shape] says. Events are appended in amortised O(1); a late one opens a gap among the few
/// that it precedes. A *position* numbers events from the first that ever was; it stays the same
/// when earlier events are dropped, and grows by one when a late one appears before it. [#at] turns
/// it into an index of the array.
public final class RetainedEvents {
  private static final int FIRST_CAPACITY = 4;
  private static final int STEPS_BEFORE_LEAPS = 8;

  private final int stride;
  private final int idAt;
  private final boolean isTextId;
  private final ValuePool pool;
  private long[] words = {};
  private int start;
  private int end;

  /// The position of the event at `start`.
  private long first;

  /// The position behind the last event.
  private long last;

  private int shifts;

  public RetainedEvents(Shape shape, ValuePool pool) {
    this.stride = shape.width();
    this.idAt = shape.idAt();
    this.isTextId = shape.isTextId();
    this.pool = pool;
  }

  /// The words of an event.
  ///
  /// @param width how many there are; the first is the time
  /// @param idAt where the id is, or -1 if there is none
  public record Shape(int width, int idAt, boolean isTextId) {}

  /// The array that holds them; another one after an insertion.
  public long[] words() {
    return words;
  }

  public boolean isEmpty() {
    return start == end;
  }

  /// The position of the first event.
  public long first() {
    return first;
  }

  /// The position behind the last event.
  public long end() {
    return last;
  }

  /// Where the event of that position starts among the words.
  public int at(long position) {
    return start + (int) (position - first) * stride;
  }

  /// How often positions came to mean other events: a late one appeared, or all were forgotten.
  public int shifts() {
    return shifts;
  }

  /// The time of the event of that position.
  public long time(long position) {
    return words[at(position)];
  }

  /// The time of the event of that position, or anything where there is none.
  long touch(long position) {
    int at = at(position);
    return at >= start && at < end ? words[at] : 0;
  }

  /// The time of the first event; there must be one.
  public long firstTime() {
    return words[start];
  }

  /// Makes room for an event where it belongs and says where among the words; the caller puts its
  /// bits and values.
  public int insert(long time, long id) {
    if (end + stride > words.length) {
      makeRoom();
    }
    int at = end;
    if (at > start && words[at - stride] >= time) {
      at = openGap(time, id);
    }
    end += stride;
    last++;
    words[at] = time;
    if (idAt >= 0) {
      words[at + idAt] = id;
    }
    return at;
  }

  /// The id of an event among other words; any number where there is none.
  public long idOf(long[] event, int at) {
    return idAt < 0 ? 0 : event[at + idAt];
  }

  /// Whether an event that was just inserted is the last.
  public boolean isLast(int at) {
    return at + stride == end;
  }

  /// The position of the event that starts there.
  public long positionOf(int at) {
    return first + (at - start) / stride;
  }

  /// The position behind the last event whose time is at most that, searched for outwards from a
  /// position that is likely near.
  public long positionAfter(long time, long near) {
    if (first == last || words[end - stride] <= time) {
      return last;
    }
    long position = Math.clamp(near, first, last - 1);
    int at = at(position);
    if (words[at] > time) {
      return position == first || words[at - stride] <= time
          ? position
          : positionBackFrom(time, position);
    }
    // Mostly few events lie between two asks; the last event ends the loop at the latest.
    for (int i = 0; i < STEPS_BEFORE_LEAPS; i++) {
      position++;
      at += stride;
      if (words[at] > time) {
        return position;
      }
    }
    return positionOnFrom(time, position);
  }

  /// Leaps on from an event whose time is at most that, twice as far each time.
  private long positionOnFrom(long time, long near) {
    long low = near + 1;
    for (long step = 1; low + step < last; step <<= 1) {
      if (time(low + step) > time) {
        return between(time, low, low + step);
      }
      low += step + 1;
    }
    return between(time, Math.min(low, last), last);
  }

  /// Leaps back from an event whose time is later.
  private long positionBackFrom(long time, long near) {
    long high = near;
    for (long step = 1; high - step > first; step <<= 1) {
      if (time(high - step) <= time) {
        return between(time, high - step + 1, high);
      }
      high -= step;
    }
    return between(time, first, high);
  }

  /// Drops the events before that position; windows must have left them.
  public void dropBefore(long position) {
    start = at(position);
    first = position;
    last = Math.max(last, position);
    if (start == end) {
      start = 0;
      end = 0;
    }
  }

  public void clear() {
    start = 0;
    end = 0;
    first = 0;
    last = 0;
    shifts++;
  }

  private long between(long time, long low, long high) {
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (time(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int openGap(long time, long id) {
    int at = end;
    while (at > start && isAfter(at - stride, time, id)) {
      at -= stride;
    }
    if (at < end) {
      System.arraycopy(words, at, words, at + stride, end - at);
      shifts++;
    }
    return at;
  }

  private boolean isAfter(int at, long time, long id) {
    if (words[at] != time || idAt < 0) {
      return words[at] > time;
    }
    long other = words[at + idAt];
    return isTextId ? TextOrder.compare(pool.text(other), pool.text(id)) > 0 : other > id;
  }

  /// Moves everything to the start of the array, which grows unless half of it is free.
  private void makeRoom() {
    int used = end - start;
    boolean isHalfFree =
        words.length > 0 && used * 2 <= words.length && used + stride <= words.length;
    int capacity = isHalfFree ? words.length : Math.max(words.length * 2, FIRST_CAPACITY * stride);
    long[] target = isHalfFree ? words : new long[capacity];
    System.arraycopy(words, start, target, 0, used);
    words = target;
    start = 0;
    end = used;
  }
}
