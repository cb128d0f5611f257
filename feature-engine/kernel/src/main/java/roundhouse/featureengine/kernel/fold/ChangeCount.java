package roundhouse.featureengine.kernel.fold;

/// How often a value differs from the one before it, among the events of a window whose value is
/// not null.
///
/// An event adds the changes between it and its neighbours, and takes away the one between them; so
/// it can come and go anywhere. Cost: O(1) an event, and O(nulls) where nulls lie between.
public final class ChangeCount {
  private static final long NONE = -1;

  private final Element element;
  private final int laneAt;
  private final int nullAt;
  private final long nullMask;
  private long changes;

  /// Counts the changes of a lane.
  ///
  /// @param nullAt where its null's bit is, or 0 if it has none
  public ChangeCount(Element element, int laneAt, int nullAt, long nullMask) {
    this.element = element;
    this.laneAt = laneAt;
    this.nullAt = nullAt;
    this.nullMask = nullMask;
  }

  /// The event of that position comes into a window that reaches from one position to before
  /// another.
  public void enter(RetainedEvents events, long position, long from, long to) {
    changes += changesBy(events, position, from, to);
  }

  /// The event of that position leaves such a window.
  public void leave(RetainedEvents events, long position, long from, long to) {
    changes -= changesBy(events, position, from, to);
  }

  public void clear() {
    changes = 0;
  }

  /// Puts how many.
  public void put(long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = changes;
  }

  private int changesBy(RetainedEvents events, long position, long from, long to) {
    if (isNull(events, position)) {
      return 0;
    }
    long before = position - 1;
    while (before >= from && isNull(events, before)) {
      before--;
    }
    long after = position + 1;
    while (after < to && isNull(events, after)) {
      after++;
    }
    long previous = before >= from ? before : NONE;
    long next = after < to ? after : NONE;
    return differ(events, previous, position)
        + differ(events, position, next)
        - differ(events, previous, next);
  }

  private int differ(RetainedEvents events, long left, long right) {
    return left != NONE && right != NONE && valueOf(events, left) != valueOf(events, right) ? 1 : 0;
  }

  private long valueOf(RetainedEvents events, long position) {
    return element.identityOf(events.words()[events.at(position) + laneAt]);
  }

  private boolean isNull(RetainedEvents events, long position) {
    return nullAt != 0 && (events.words()[events.at(position) + nullAt] & nullMask) != 0;
  }
}
