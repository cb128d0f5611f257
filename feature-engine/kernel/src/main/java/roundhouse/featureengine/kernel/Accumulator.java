package roundhouse.featureengine.kernel;

import roundhouse.featureengine.kernel.Lane.DoubleLane;
import roundhouse.featureengine.kernel.Lane.LongLane;
import roundhouse.featureengine.kernel.Lane.TextLane;

/// The running state of an aggregate over a range of a history. Events enter and leave at either
/// end, and late ones appear within.
///
/// Those that can subtract ([Invertible]) only see events come and go. An [Extreme] cannot, and
/// keeps a structure of its own.
sealed interface Accumulator {

  /// An event enters at the end of the range.
  void enterLast(KeyHistory history, long position);

  /// The first event of the range leaves.
  void leaveFirst(KeyHistory history, long position);

  /// An event enters before the start of the range, because an ask looks further back than the one
  /// before it.
  void enterFirst(KeyHistory history, long position);

  /// The last event of the range leaves, because an ask lies before the one before it.
  void leaveLast(KeyHistory history, long position);

  /// A late event has appeared within the range, at a position that its followers have left for the
  /// next.
  void appear(KeyHistory history, long position);

  /// All events have moved one position up, because a late one appeared before the range.
  void moveUp();

  void clear();

  /// An aggregate that can take back what it was given, wherever that was.
  abstract sealed class Invertible implements Accumulator {
    abstract void add(KeyHistory history, int at);

    abstract void subtract(KeyHistory history, int at);

    @Override
    public final void enterLast(KeyHistory history, long position) {
      add(history, history.at(position));
    }

    @Override
    public final void leaveFirst(KeyHistory history, long position) {
      subtract(history, history.at(position));
    }

    @Override
    public final void enterFirst(KeyHistory history, long position) {
      add(history, history.at(position));
    }

    @Override
    public final void leaveLast(KeyHistory history, long position) {
      subtract(history, history.at(position));
    }

    @Override
    public final void appear(KeyHistory history, long position) {
      add(history, history.at(position));
    }

    @Override
    public final void moveUp() {}
  }

  /// Sum and mean of doubles.
  final class DoubleSum extends Invertible {
    private final int lane;
    private final ExactSum sum = new ExactSum();
    private long count;

    DoubleSum(int lane) {
      this.lane = lane;
    }

    long count() {
      return count;
    }

    double sum() {
      return sum.value();
    }

    @Override
    void add(KeyHistory history, int at) {
      DoubleLane values = (DoubleLane) history.lane(lane);
      if (!values.isNull(at)) {
        sum.add(values.doubleAt(at));
        count++;
      }
    }

    @Override
    void subtract(KeyHistory history, int at) {
      DoubleLane values = (DoubleLane) history.lane(lane);
      if (!values.isNull(at)) {
        sum.subtract(values.doubleAt(at));
        count--;
      }
    }

    @Override
    public void clear() {
      sum.clear();
      count = 0;
    }
  }

  /// Sum and mean of longs; the share of trues, which are ones.
  final class LongSum extends Invertible {
    private final int lane;
    private final ExactLongSum sum = new ExactLongSum();
    private long count;

    LongSum(int lane) {
      this.lane = lane;
    }

    long count() {
      return count;
    }

    ExactLongSum sum() {
      return sum;
    }

    @Override
    void add(KeyHistory history, int at) {
      LongLane values = (LongLane) history.lane(lane);
      if (!values.isNull(at)) {
        sum.add(values.longAt(at));
        count++;
      }
    }

    @Override
    void subtract(KeyHistory history, int at) {
      LongLane values = (LongLane) history.lane(lane);
      if (!values.isNull(at)) {
        sum.subtract(values.longAt(at));
        count--;
      }
    }

    @Override
    public void clear() {
      sum.clear();
      count = 0;
    }
  }

  /// How many different numbers.
  final class DistinctNumbers extends Invertible {
    private final int lane;
    private final LongMultiset values = new LongMultiset();

    DistinctNumbers(int lane) {
      this.lane = lane;
    }

    int distinct() {
      return values.distinct();
    }

    @Override
    void add(KeyHistory history, int at) {
      Lane numbers = history.lane(lane);
      if (!numbers.isNull(at)) {
        values.add(identityOf(numbers, at));
      }
    }

    @Override
    void subtract(KeyHistory history, int at) {
      Lane numbers = history.lane(lane);
      if (!numbers.isNull(at)) {
        values.remove(identityOf(numbers, at));
      }
    }

    @Override
    public void clear() {
      values.clear();
    }

    /// Adding 0.0 turns −0.0, and no other value, into another: the two zeros are one.
    private static long identityOf(Lane numbers, int at) {
      return numbers instanceof DoubleLane doubles
          ? Double.doubleToLongBits(doubles.doubleAt(at) + 0.0)
          : ((LongLane) numbers).longAt(at);
    }
  }

  /// How many different strings.
  final class DistinctTexts extends Invertible {
    private final int lane;
    private final TextMultiset values = new TextMultiset();

    DistinctTexts(int lane) {
      this.lane = lane;
    }

    int distinct() {
      return values.distinct();
    }

    @Override
    void add(KeyHistory history, int at) {
      TextLane texts = (TextLane) history.lane(lane);
      if (!texts.isNull(at)) {
        values.add(texts.textAt(at));
      }
    }

    @Override
    void subtract(KeyHistory history, int at) {
      TextLane texts = (TextLane) history.lane(lane);
      if (!texts.isNull(at)) {
        values.remove(texts.textAt(at));
      }
    }

    @Override
    public void clear() {
      values.clear();
    }
  }

  /// Finds the least or greatest event of the range by a lane's order, and among equals the last.
  ///
  /// Layout: a queue of positions, those events that no later one beats: positions ascend, and each
  /// beats all after it. The first is the answer, amortised O(1) an event. A late event goes where
  /// it belongs, pushing out what it beats. When an ask goes back in time the queue no longer holds
  /// what it needs, and is built anew from the history at the next reading.
  final class Extreme implements Accumulator {
    private final int lane;
    private final int tieLane;

    /// 1 where the greatest is wanted, −1 where the least is.
    private final int sign;

    private long[] queue = new long[4];
    private int head;
    private int size;
    private boolean isStale;

    private Extreme(int lane, int tieLane, int sign) {
      this.lane = lane;
      this.tieLane = tieLane;
      this.sign = sign;
    }

    static Extreme greatest(int lane) {
      return new Extreme(lane, lane, 1);
    }

    static Extreme least(int lane) {
      return new Extreme(lane, lane, -1);
    }

    /// The greatest by the first lane and, where that is equal, by the second.
    static Extreme greatest(int lane, int tieLane) {
      return new Extreme(lane, tieLane, 1);
    }

    /// The position of the extreme of the range, or -1 if it holds no value.
    long position(KeyHistory history, long from, long to) {
      if (isStale) {
        clear();
        for (long position = from; position < to; position++) {
          enterLast(history, position);
        }
      }
      return size == 0 ? -1 : queue[head];
    }

    @Override
    public void enterLast(KeyHistory history, long position) {
      if (isStale || history.lane(lane).isNull(history.at(position))) {
        return;
      }
      while (size > 0 && !beats(history, entry(size - 1), position)) {
        size--;
      }
      if (size == queue.length) {
        grow();
      }
      queue[slot(size)] = position;
      size++;
    }

    @Override
    public void leaveFirst(KeyHistory history, long position) {
      if (size > 0 && queue[head] == position) {
        head = slot(1);
        size--;
      }
    }

    @Override
    public void enterFirst(KeyHistory history, long position) {
      isStale = true;
    }

    @Override
    public void leaveLast(KeyHistory history, long position) {
      isStale = true;
    }

    @Override
    public void appear(KeyHistory history, long position) {
      if (isStale) {
        return;
      }
      int followers = 0;
      while (followers < size && entry(size - 1 - followers) >= position) {
        queue[slot(size - 1 - followers)]++;
        followers++;
      }
      if (!history.lane(lane).isNull(history.at(position))) {
        insert(history, position, followers);
      }
    }

    @Override
    public void moveUp() {
      for (int i = 0; i < size; i++) {
        queue[slot(i)]++;
      }
    }

    @Override
    public void clear() {
      head = 0;
      size = 0;
      isStale = false;
    }

    /// Puts a late event before the last `followers` entries, unless one of them beats it.
    private void insert(KeyHistory history, long position, int followers) {
      int place = size - followers;
      if (followers > 0 && !beats(history, position, entry(place))) {
        return;
      }
      int kept = place;
      while (kept > 0 && !beats(history, entry(kept - 1), position)) {
        kept--;
      }
      replace(kept, place, position);
    }

    /// Puts one entry in place of those in [from, to).
    private void replace(int from, int to, long position) {
      if (from == to && size == queue.length) {
        grow();
      }
      int followers = size - to;
      if (from == to) {
        for (int i = followers - 1; i >= 0; i--) {
          queue[slot(from + 1 + i)] = queue[slot(to + i)];
        }
      } else {
        for (int i = 0; i < followers; i++) {
          queue[slot(from + 1 + i)] = queue[slot(to + i)];
        }
      }
      queue[slot(from)] = position;
      size = from + 1 + followers;
    }

    /// Whether the first is strictly further out than the second.
    private boolean beats(KeyHistory history, long first, long second) {
      int left = history.at(first);
      int right = history.at(second);
      int order = history.lane(lane).compare(left, right);
      if (order == 0 && tieLane != lane) {
        order = history.lane(tieLane).compare(left, right);
      }
      return order * sign > 0;
    }

    private long entry(int index) {
      return queue[slot(index)];
    }

    private int slot(int offset) {
      return (head + offset) & (queue.length - 1);
    }

    private void grow() {
      long[] wider = new long[queue.length * 2];
      for (int i = 0; i < size; i++) {
        wider[i] = entry(i);
      }
      queue = wider;
      head = 0;
    }
  }
}
