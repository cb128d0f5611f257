package roundhouse.featureengine.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.HistoryLayout.ResolvedOutput;

/// The events of one entity that still matter, sorted by (time, id), and the windows over them.
///
/// Layout: columns, an array for the times and one for each lane. Events are appended in amortised
/// O(1); a late one opens a gap among the few that it precedes. A *position* numbers events from
/// the first that ever was; it stays the same when earlier events are dropped, and grows by one
/// when a late one appears before it. [#at] turns it into an index of the arrays.
final class KeyHistory {
  private static final int FIRST_CAPACITY = 4;

  private final EntityKey key;
  private final HistoryLayout layout;
  private final Lane[] lanes;
  private final @Nullable WindowSlide[] slides;
  private long[] times = {};
  private int start;
  private int size;

  /// The position of the event at `start`.
  private long first;

  KeyHistory(EntityKey key, HistoryLayout layout) {
    this.key = key;
    this.layout = layout;
    lanes = new Lane[layout.lanes()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = Lane.of(layout.laneKind(i));
    }
    slides = new WindowSlide[layout.windows()];
  }

  EntityKey key() {
    return key;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long first() {
    return first;
  }

  int at(long position) {
    return (int) (position - first) + start;
  }

  Lane lane(int lane) {
    return lanes[lane];
  }

  /// The position behind the last event whose time is at most that.
  long positionAfter(long time) {
    int low = start;
    int high = start + size;
    if (size == 0 || times[high - 1] <= time) {
      return first + size;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return first + (low - start);
  }

  void insert(Registers event) {
    if (start + size == times.length) {
      makeRoom();
    }
    long time = event.longAt(layout.timeRegister());
    int end = start + size;
    int at = end;
    while (at > start && isAfter(at - 1, time, event)) {
      at--;
    }
    openGap(at, end);
    times[at] = time;
    for (int i = 0; i < lanes.length; i++) {
      lanes[i].store(at, event, layout.laneRegister(i));
    }
    size++;
    if (at < end) {
      tellSlides(first + (at - start));
    }
  }

  /// Drops the events whose time is at most that; no later ask may look back so far.
  void dropThrough(long time) {
    int dropped = 0;
    while (dropped < size && times[start + dropped] <= time) {
      dropped++;
    }
    if (dropped == 0) {
      return;
    }
    for (WindowSlide slide : slides) {
      if (slide != null) {
        slide.drop(this, first + dropped);
      }
    }
    for (Lane lane : lanes) {
      for (int i = 0; i < dropped; i++) {
        lane.forget(start + i);
      }
    }
    start += dropped;
    first += dropped;
    size -= dropped;
  }

  /// Puts every output for an ask at that time.
  void answer(long askTime, Registers ask) {
    for (int i = 0; i < slides.length; i++) {
      slide(i).moveTo(this, askTime);
    }
    for (ResolvedOutput output : layout.outputs()) {
      put(output, slide(output.window()), askTime, ask);
    }
  }

  /// Puts every output for an ask whose entity has no history.
  static void answerWithoutHistory(HistoryLayout layout, Registers ask) {
    for (ResolvedOutput output : layout.outputs()) {
      putEmpty(output, ask);
    }
  }

  private void put(ResolvedOutput output, WindowSlide slide, long askTime, Registers ask) {
    if (slide.isEmpty()) {
      putEmpty(output, ask);
      return;
    }
    int register = output.register();
    switch (output.aggregate()) {
      case COUNT -> ask.putLong(register, slide.to() - slide.from());
      case FIRST -> lanes[output.lane()].load(at(slide.from()), ask, register);
      case LAST -> lanes[output.lane()].load(at(slide.to() - 1), ask, register);
      case MINUTES_SINCE_LAST ->
          ask.putDouble(register, (askTime - times[at(slide.to() - 1)]) / 60_000_000.0);
      case SUM, MEAN, MIN, MAX, DISTINCT, SHARE, LATEST ->
          putAccumulated(output, slide, slide.accumulator(output.accumulator()), ask);
    }
  }

  private void putAccumulated(
      ResolvedOutput output, WindowSlide slide, Accumulator accumulator, Registers ask) {
    int register = output.register();
    switch (accumulator) {
      case Accumulator.DoubleSum sum -> putSum(output.aggregate(), sum, register, ask);
      case Accumulator.LongSum sum -> putSum(output.aggregate(), sum, register, ask);
      case Accumulator.DistinctNumbers values -> ask.putLong(register, values.distinct());
      case Accumulator.DistinctTexts values -> ask.putLong(register, values.distinct());
      case Accumulator.Extreme extreme -> {
        long position = extreme.position(this, slide.from(), slide.to());
        if (position < 0) {
          ask.putNull(register);
        } else {
          lanes[output.lane()].load(at(position), ask, register);
        }
      }
    }
  }

  private static void putSum(
      AggregateKind aggregate, Accumulator.DoubleSum sum, int register, Registers ask) {
    if (sum.count() == 0) {
      ask.putNull(register);
    } else if (aggregate == AggregateKind.SUM) {
      ask.putDouble(register, sum.sum());
    } else {
      ask.putDouble(register, sum.sum() / sum.count());
    }
  }

  private static void putSum(
      AggregateKind aggregate, Accumulator.LongSum sum, int register, Registers ask) {
    if (sum.count() == 0) {
      ask.putNull(register);
    } else if (aggregate != AggregateKind.SUM) {
      ask.putDouble(register, sum.sum().doubleValue() / sum.count());
    } else if (sum.sum().fitsLong()) {
      ask.putLong(register, sum.sum().longValue());
    } else {
      ask.putNull(register);
    }
  }

  private static void putEmpty(ResolvedOutput output, Registers ask) {
    switch (output.aggregate()) {
      case COUNT, DISTINCT -> ask.putLong(output.register(), 0);
      case SUM, MEAN, MIN, MAX, FIRST, LAST, SHARE, MINUTES_SINCE_LAST, LATEST ->
          ask.putNull(output.register());
    }
  }

  private WindowSlide slide(int window) {
    WindowSlide slide = slides[window];
    if (slide == null) {
      slide = new WindowSlide(layout.window(window), layout.newAccumulators(window), first);
      slides[window] = slide;
    }
    return slide;
  }

  private boolean isAfter(int at, long time, Registers event) {
    if (times[at] != time) {
      return times[at] > time;
    }
    int id = layout.idLane();
    return lanes[id].compareTo(at, event, layout.laneRegister(id)) > 0;
  }

  private void openGap(int at, int end) {
    if (at == end) {
      return;
    }
    System.arraycopy(times, at, times, at + 1, end - at);
    for (Lane lane : lanes) {
      lane.openGap(at, end);
    }
  }

  private void tellSlides(long position) {
    for (WindowSlide slide : slides) {
      if (slide != null) {
        slide.appear(this, position);
      }
    }
  }

  /// Moves everything to the start of the arrays, which grow unless half of them is free.
  private void makeRoom() {
    int capacity =
        size * 2 <= times.length ? Math.max(times.length, FIRST_CAPACITY) : times.length * 2;
    long[] target = capacity == times.length ? times : new long[capacity];
    System.arraycopy(times, start, target, 0, size);
    times = target;
    for (Lane lane : lanes) {
      lane.rearrange(start, size, capacity);
    }
    start = 0;
  }

  @Override
  public String toString() {
    return "KeyHistory" + Arrays.toString(Arrays.copyOfRange(times, start, start + size));
  }
}
