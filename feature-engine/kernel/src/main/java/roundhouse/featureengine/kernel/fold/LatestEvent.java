package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;

/// Finds the last event by (another time, id) than the one that the history is sorted by: outcomes
/// are cut by when they became known, and the last to happen counts.
///
/// Layout: a queue of the positions that no later one of the window beats; the first is the answer.
/// It follows the window when it is asked, amortised O(1) an event while windows move on. Where one
/// moves back, or a late event has shifted positions, it starts anew.
public final class LatestEvent {
  private final Shape shape;
  private final ValuePool pool;
  private long[] positions = new long[4];
  private int head;
  private int size;
  private long from;
  private long to;
  private int shifts;

  public LatestEvent(Shape shape, ValuePool pool) {
    this.shape = shape;
    this.pool = pool;
  }

  /// Where things are in an event.
  ///
  /// @param timeAt the other time
  /// @param nullAt the word of the value's null, or 0 if it has none
  public record Shape(
      int timeAt, int idAt, boolean isTextId, int valueAt, int nullAt, long nullMask) {}

  /// Puts the value of that event, or null without one.
  public void put(
      RetainedEvents events, WindowRange window, long[] outputs, int at, int output, int valueAt) {
    follow(events, window);
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
      return;
    }
    long[] words = events.words();
    int latest = events.at(positions[head]);
    if (shape.nullAt != 0 && (words[latest + shape.nullAt] & shape.nullMask) != 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = words[latest + shape.valueAt];
    }
  }

  private void follow(RetainedEvents events, WindowRange window) {
    boolean isBehind = window.from() < from || window.to() < to;
    if (isBehind || shifts != events.shifts()) {
      size = 0;
      to = window.from();
      shifts = events.shifts();
    }
    from = window.from();
    while (size > 0 && positions[head] < from) {
      head = slot(1);
      size--;
    }
    for (long position = Math.max(from, to); position < window.to(); position++) {
      enterLast(events, position);
    }
    to = window.to();
  }

  private void enterLast(RetainedEvents events, long position) {
    int event = events.at(position);
    while (size > 0 && isAfter(events.words(), event, events.at(positions[slot(size - 1)]))) {
      size--;
    }
    if (size == positions.length) {
      grow();
    }
    positions[slot(size)] = position;
    size++;
  }

  private int slot(int offset) {
    return (head + offset) & (positions.length - 1);
  }

  private void grow() {
    long[] more = new long[positions.length * 2];
    for (int i = 0; i < size; i++) {
      more[i] = positions[slot(i)];
    }
    positions = more;
    head = 0;
  }

  private boolean isAfter(long[] words, int event, int other) {
    long time = words[event + shape.timeAt];
    long otherTime = words[other + shape.timeAt];
    if (time != otherTime) {
      return time > otherTime;
    }
    long id = words[event + shape.idAt];
    long otherId = words[other + shape.idAt];
    return shape.isTextId ? TextOrder.compare(pool.text(id), pool.text(otherId)) > 0 : id > otherId;
  }
}
