package roundhouse.featureengine.kernel.fold;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ValuePool;

/// The values of the last events of a window, the last first.
public final class LastValues {
  private final Element element;
  private final int laneAt;
  private final int nullAt;
  private final long nullMask;
  private final ValuePool pool;

  /// The values of a lane.
  ///
  /// @param nullAt where its null's bit is, or 0 if it has none
  public LastValues(Element element, int laneAt, int nullAt, long nullMask, ValuePool pool) {
    this.element = element;
    this.laneAt = laneAt;
    this.nullAt = nullAt;
    this.nullMask = nullMask;
    this.pool = pool;
  }

  /// Puts so many.
  public void put(
      RetainedEvents events,
      WindowRange window,
      int most,
      long[] outputs,
      int at,
      int output,
      int valueAt) {
    if (window.isEmpty()) {
      Lists.putNothing(outputs, at, valueAt);
      return;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    long first = Math.max(window.from(), window.to() - most);
    for (long position = window.to() - 1; position >= first; position--) {
      int event = events.at(position);
      boolean isNull = nullAt != 0 && (events.words()[event + nullAt] & nullMask) != 0;
      elements.add(isNull ? null : element.valueOf(events.words()[event + laneAt], pool));
    }
    Lists.put(elements, pool, outputs, at, valueAt);
  }
}
