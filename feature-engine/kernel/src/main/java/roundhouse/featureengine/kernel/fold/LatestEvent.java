package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.ValuePool;

/// Finds the last event by (another time, id) than the one that the history is sorted by: outcomes
/// are cut by when they became known, and the last to happen counts.
///
/// Cost: O(events in the window) an answer; outcomes of an entity are few.
public final class LatestEvent {
  private final Shape shape;
  private final ValuePool pool;

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
    if (window.isEmpty()) {
      Outputs.putNull(outputs, at, output, valueAt);
      return;
    }
    long[] words = events.words();
    int latest = events.at(window.from());
    for (long position = window.from() + 1; position < window.to(); position++) {
      int event = events.at(position);
      if (isAfter(words, event, latest)) {
        latest = event;
      }
    }
    if (shape.nullAt != 0 && (words[latest + shape.nullAt] & shape.nullMask) != 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = words[latest + shape.valueAt];
    }
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
