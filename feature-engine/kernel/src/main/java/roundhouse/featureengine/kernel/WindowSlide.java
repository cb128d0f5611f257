package roundhouse.featureengine.kernel;

/// A window over one history: a range of positions, and what its aggregates have made of it so far.
///
/// It moves only when an ask comes, by as many events as entered and left since the last, so a
/// history that nobody asks about costs nothing here. Late events shift the range, or appear in it.
final class WindowSlide {
  private final long length;
  private final Accumulator[] accumulators;
  private long from;
  private long to;

  WindowSlide(long length, Accumulator[] accumulators, long start) {
    this.length = length;
    this.accumulators = accumulators;
    this.from = start;
    this.to = start;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  boolean isEmpty() {
    return from == to;
  }

  Accumulator accumulator(int index) {
    return accumulators[index];
  }

  /// Moves to the events with time in (ask − length, ask].
  void moveTo(KeyHistory history, long askTime) {
    long start = askTime - length;
    // Before the beginning of time everything is within the window.
    long newFrom = start > askTime ? history.first() : history.positionAfter(start);
    long newTo = history.positionAfter(askTime);
    if (newFrom >= to || newTo <= from) {
      restartAt(newFrom);
    }
    moveEnd(history, newTo);
    moveStart(history, newFrom);
  }

  /// A late event has appeared at that position, and all behind it have moved one up.
  void appear(KeyHistory history, long position) {
    if (position >= to) {
      return;
    }
    to++;
    if (position < from) {
      from++;
      for (Accumulator accumulator : accumulators) {
        accumulator.moveUp();
      }
      return;
    }
    for (Accumulator accumulator : accumulators) {
      accumulator.appear(history, position);
    }
  }

  /// Lets go of everything before that position, which the history is about to drop.
  void drop(KeyHistory history, long end) {
    moveStart(history, Math.min(end, to));
    from = Math.max(from, end);
    to = Math.max(to, end);
  }

  private void restartAt(long position) {
    for (Accumulator accumulator : accumulators) {
      accumulator.clear();
    }
    from = position;
    to = position;
  }

  private void moveEnd(KeyHistory history, long newTo) {
    for (; to < newTo; to++) {
      for (Accumulator accumulator : accumulators) {
        accumulator.enterLast(history, to);
      }
    }
    while (to > newTo) {
      to--;
      for (Accumulator accumulator : accumulators) {
        accumulator.leaveLast(history, to);
      }
    }
  }

  private void moveStart(KeyHistory history, long newFrom) {
    for (; from < newFrom; from++) {
      for (Accumulator accumulator : accumulators) {
        accumulator.leaveFirst(history, from);
      }
    }
    while (from > newFrom) {
      from--;
      for (Accumulator accumulator : accumulators) {
        accumulator.enterFirst(history, from);
      }
    }
  }
}
