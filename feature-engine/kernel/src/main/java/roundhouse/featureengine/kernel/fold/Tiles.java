package roundhouse.featureengine.kernel.fold;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;

/// The events of one history of an entity as partial results, one of each aggregate for each step
/// of time that has events: a *tile*. Whatever comes, there are no more tiles than steps.
///
/// Layout: the tiles stand in order of time where else events do, two words each, the instant at
/// which the tile starts and the *slot* of its partial results. A tile that was dropped leaves its
/// slot, emptied, to one that comes. Amortised O(1) an event, and no allocation once there were as
/// many tiles as there are at a time.
public final class Tiles {
  private static final RetainedEvents.Shape SHAPE = new RetainedEvents.Shape(2, -1, false);
  private static final int SLOT_AT = 1;

  private final long step;
  private final Supplier<List<? extends Partial<?>>> empty;
  private final RetainedEvents order;
  private Partial<?>[][] slots = {};
  private int[] free = {};
  private int freeSlots;
  private long current;

  /// No tiles yet.
  ///
  /// @param step how long a tile is, in microseconds
  /// @param empty makes the partial results of one tile
  public Tiles(long step, Supplier<List<? extends Partial<?>>> empty, ValuePool pool) {
    this.step = step;
    this.empty = empty;
    order = new RetainedEvents(SHAPE, pool);
  }

  /// When the tile starts that an instant lies in, in microseconds.
  public static long startOf(long time, long step) {
    long start = Math.floorDiv(time, step) * step;
    return start > time ? Long.MIN_VALUE : start;
  }

  /// The tiles as a history has them: their starts in the place of events' times.
  public RetainedEvents order() {
    return order;
  }

  /// Makes the tile that starts then the current one. Returns whether it is new and others come
  /// after it, so that these moved one position up.
  public boolean enter(long start) {
    if (find(start)) {
      return false;
    }
    int at = order.insert(start, 0);
    order.words()[at + SLOT_AT] = takeSlot();
    current = order.positionOf(at);
    return !order.isLast(at);
  }

  /// The position of the current tile.
  public long current() {
    return current;
  }

  /// The partial results of the tile of that position.
  public Partial<?>[] at(long position) {
    return slots[(int) order.words()[order.at(position) + SLOT_AT]];
  }

  /// Drops the tiles before that position; windows must have left them.
  public void dropBefore(long position) {
    for (long dropped = order.first(); dropped < position; dropped++) {
      free(dropped);
    }
    order.dropBefore(position);
  }

  void clear() {
    for (long dropped = order.first(); dropped < order.end(); dropped++) {
      free(dropped);
    }
    order.clear();
  }

  void write(long position, ByteWriter bytes, ValuePool pool) {
    for (Partial<?> partial : at(position)) {
      partial.write(bytes, pool);
    }
  }

  /// Reads the partial results of a tile that is not there yet.
  void read(long start, ByteReader bytes, ValuePool pool) {
    if (startOf(start, step) != start || find(start)) {
      throw new UnreadableStateException("a tile at %d that is none or twice".formatted(start));
    }
    enter(start);
    for (Partial<?> partial : at(current)) {
      partial.read(bytes, pool);
    }
  }

  private boolean find(long start) {
    if (order.isEmpty()) {
      return false;
    }
    long last = order.end() - 1;
    long found = order.time(last) == start ? last : order.positionAfter(start, last) - 1;
    if (found < order.first() || order.time(found) != start) {
      return false;
    }
    current = found;
    return true;
  }

  private int takeSlot() {
    if (freeSlots > 0) {
      return free[--freeSlots];
    }
    int slot = slots.length;
    int more = Math.max(2, slot * 2);
    slots = Arrays.copyOf(slots, more);
    free = Arrays.copyOf(free, more);
    for (int added = more - 1; added >= slot; added--) {
      slots[added] = empty.get().toArray(Partial<?>[]::new);
      free[freeSlots++] = added;
    }
    return free[--freeSlots];
  }

  private void free(long position) {
    for (Partial<?> partial : at(position)) {
      partial.clear();
    }
    free[freeSlots++] = (int) order.words()[order.at(position) + SLOT_AT];
  }
}
