package roundhouse.featureengine.kernel.fold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.TextOrder;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;

/// The first event, or the last few, by (time, id), with one of their values.
///
/// Layout: four words an event, time, id, whether the value is null, value; the outermost first.
public final class EdgeEvents implements Partial<EdgeEvents> {
  private static final int STRIDE = 4;

  private final Shape shape;
  private final ValuePool pool;
  private final List<ValueKind> kinds;
  private long[] words = new long[STRIDE];
  private int size;

  /// An edge of events of that shape.
  public EdgeEvents(Shape shape, ValuePool pool) {
    this.shape = shape;
    this.pool = pool;
    kinds =
        List.of(
            ValueKind.LONG,
            shape.isTextId ? ValueKind.TEXT : ValueKind.LONG,
            ValueKind.LONG,
            shape.kind);
  }

  /// Which events, and where things are in them.
  ///
  /// @param sign 1 for the last events, -1 for the first
  /// @param most how many of them
  /// @param timeAt where the time is
  /// @param idAt where the id is, or -1 if there is none
  /// @param valueAt where the value is, or -1 if none is wanted
  /// @param nullAt where its null's bit is, or 0 if it has none
  public record Shape(
      int sign,
      int most,
      int timeAt,
      int idAt,
      boolean isTextId,
      ValueKind kind,
      Element element,
      int valueAt,
      int nullAt,
      long nullMask) {}

  /// An event comes that starts there among some words.
  public void enter(long[] event, int at) {
    long id = shape.idAt < 0 ? 0 : event[at + shape.idAt];
    boolean isNull =
        shape.valueAt < 0
            || (shape.nullAt != 0 && (event[at + shape.nullAt] & shape.nullMask) != 0);
    insert(event[at + shape.timeAt], id, isNull ? 1 : 0, isNull ? 0 : event[at + shape.valueAt]);
  }

  @Override
  public void merge(EdgeEvents other) {
    for (int i = 0; i < other.size; i++) {
      int at = i * STRIDE;
      insert(other.words[at], other.words[at + 1], other.words[at + 2], other.words[at + 3]);
    }
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    bytes.putLong(size);
    WordCodec codec = WordCodec.of(kinds, texts);
    for (int i = 0; i < size; i++) {
      codec.write(words, i * STRIDE, bytes);
    }
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    int count = bytes.readCount(STRIDE);
    if (count > shape.most) {
      throw new UnreadableStateException(
          "%d events where %d are kept".formatted(count, shape.most));
    }
    WordCodec codec = WordCodec.of(kinds, texts);
    long[] event = new long[STRIDE];
    for (int i = 0; i < count; i++) {
      codec.read(bytes, event, 0);
      insert(event[0], event[1], event[2], event[3]);
    }
  }

  /// Whether there are as many events as are wanted.
  boolean isFull() {
    return size == shape.most;
  }

  /// Puts the outermost event's value, or null without one.
  public void put(long[] outputs, int at, int output, int valueAt) {
    if (size == 0 || words[2] != 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      outputs[at + valueAt] = words[3];
    }
  }

  /// Puts how long before the ask the last event lies, or null without one.
  ///
  /// @param unit in microseconds
  public void putTimeSince(
      long askTime, double unit, long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Outputs.putNull(outputs, at, output, valueAt);
    } else {
      Outputs.putDouble((double) (askTime - words[0]) / unit, outputs, at, valueAt);
    }
  }

  /// Puts the values of all, the outermost first.
  public void putList(long[] outputs, int at, int output, int valueAt) {
    if (size == 0) {
      Lists.putNothing(outputs, at, valueAt);
      return;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long word = words[i * STRIDE + 3];
      elements.add(words[i * STRIDE + 2] != 0 ? null : shape.element.valueOf(word, pool));
    }
    Lists.put(elements, pool, outputs, at, valueAt);
  }

  private void insert(long time, long id, long isNull, long value) {
    int place = 0;
    while (place < size && isFurtherOut(place * STRIDE, time, id)) {
      place++;
    }
    if (place == shape.most) {
      return;
    }
    int kept = Math.min(size, shape.most - 1);
    if ((kept + 1) * STRIDE > words.length) {
      words = Arrays.copyOf(words, words.length * 2);
    }
    int at = place * STRIDE;
    if (place < kept) {
      System.arraycopy(words, at, words, at + STRIDE, (kept - place) * STRIDE);
    }
    words[at] = time;
    words[at + 1] = id;
    words[at + 2] = isNull;
    words[at + 3] = value;
    size = kept + 1;
  }

  private boolean isFurtherOut(int at, long time, long id) {
    int byTime = Long.compare(words[at], time);
    int order = byTime != 0 ? byTime : compareIds(words[at + 1], id);
    return order * shape.sign > 0;
  }

  private int compareIds(long left, long right) {
    return shape.isTextId
        ? TextOrder.compare(pool.text(left), pool.text(right))
        : Long.compare(left, right);
  }
}
