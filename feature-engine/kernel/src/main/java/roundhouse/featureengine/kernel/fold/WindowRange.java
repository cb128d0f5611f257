package roundhouse.featureengine.kernel.fold;

/// A window over the retained events of one history: a range of positions. Its aggregates hold what
/// they made of the events in it.
///
/// It moves only when an ask comes or events are dropped, by as many events as entered and left
/// since the last, so a history that nobody asks about costs nothing here.
public final class WindowRange {
  /// In microseconds; `Long.MAX_VALUE` for ever.
  private final long length;

  /// 1 for an exact window.
  private final long step;

  private long from;
  private long to;

  /// See [#touch]; kept so that the read is not left out.
  @SuppressWarnings("UnusedVariable")
  private long touched;

  private WindowRange(long length, long step) {
    this.length = length;
    this.step = step;
  }

  /// The events in (ask − length, ask], in microseconds.
  public static WindowRange exact(long length) {
    return new WindowRange(length, 1);
  }

  /// The events in the step of the ask and in those before it, as many as the length has.
  public static WindowRange stepped(long length, long step) {
    return new WindowRange(length, step);
  }

  /// All events up to the ask.
  public static WindowRange ever() {
    return new WindowRange(Long.MAX_VALUE, 1);
  }

  /// The position of its first event.
  public long from() {
    return from;
  }

  /// The position behind its last event.
  public long to() {
    return to;
  }

  public boolean isEmpty() {
    return from == to;
  }

  /// How many events are in it.
  public long size() {
    return to - from;
  }

  /// Whether the event of that position is in it.
  public boolean holds(long position) {
    return from <= position && position < to;
  }

  /// Reads where it starts. An ask does so for all windows before it moves the first: far back
  /// events are in no cache, and it waits for all of them at once.
  public void touch(RetainedEvents events) {
    touched = events.touch(from);
  }

  /// Where it starts for an ask at that time.
  public long fromAt(RetainedEvents events, long askTime) {
    long end = lastTime(askTime);
    long start = end - length;
    // Before the beginning of time everything is within the window.
    return length == Long.MAX_VALUE || start > end
        ? events.first()
        : events.positionAfter(start, from);
  }

  /// Where it ends for an ask at that time.
  public long toAt(RetainedEvents events, long askTime) {
    return events.positionAfter(lastTime(askTime), to);
  }

  /// The last instant that is in it.
  private long lastTime(long askTime) {
    if (step == 1) {
      return askTime;
    }
    long end = (Math.floorDiv(askTime, step) + 1) * step - 1;
    return end < askTime ? Long.MAX_VALUE : end;
  }

  public void set(long newFrom, long newTo) {
    from = newFrom;
    to = newTo;
  }

  /// Takes note of a late event that appeared at that position, so that all behind it moved one up:
  /// 1 if it is now in the range, -1 if it is before, 0 if behind.
  public int appear(long position) {
    if (position >= to) {
      return 0;
    }
    to++;
    if (position < from) {
      from++;
      return -1;
    }
    return 1;
  }

  /// Puts how many events are in it.
  public void putCount(long[] outputs, int at, int valueAt) {
    outputs[at + valueAt] = to - from;
  }

  /// Puts a value of its first event, or null without one.
  ///
  /// @param laneAt where the value is in an event
  /// @param nullAt where its null's bit is, or 0 if it has none
  public void putFirst(
      RetainedEvents events,
      int laneAt,
      int nullAt,
      long nullMask,
      long[] outputs,
      int at,
      int output,
      int valueAt) {
    put(events, from, laneAt, nullAt, nullMask, outputs, at, output, valueAt);
  }

  /// Puts a value of its last event, or null without one.
  ///
  /// @param laneAt where the value is in an event
  /// @param nullAt where its null's bit is, or 0 if it has none
  public void putLast(
      RetainedEvents events,
      int laneAt,
      int nullAt,
      long nullMask,
      long[] outputs,
      int at,
      int output,
      int valueAt) {
    put(events, to - 1, laneAt, nullAt, nullMask, outputs, at, output, valueAt);
  }

  /// Puts how long before the ask its last event lies, or null without one.
  ///
  /// @param unit in microseconds
  public void putTimeSinceLast(
      RetainedEvents events,
      long askTime,
      double unit,
      long[] outputs,
      int at,
      int output,
      int valueAt) {
    if (from == to) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      Outputs.putDouble((double) (askTime - events.time(to - 1)) / unit, outputs, at, valueAt);
    }
  }

  private void put(
      RetainedEvents events,
      long position,
      int laneAt,
      int nullAt,
      long nullMask,
      long[] outputs,
      int at,
      int output,
      int valueAt) {
    if (from == to) {
      Outputs.putNull(outputs, at, output, valueAt);
      return;
    }
    int event = events.at(position);
    if (nullAt != 0 && (events.words()[event + nullAt] & nullMask) != 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = events.words()[event + laneAt];
    }
  }

  public void clear() {
    from = 0;
    to = 0;
  }
}
