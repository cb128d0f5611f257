package roundhouse.featureengine.language.random;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;

/// Events and asks made to hurt: few keys, few instants, so that everything ties; late and early
/// ones, copies, and the values of [RandomValues].
public final class RandomHistory {
  private static final long MINUTE = 60_000_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long START = 1_357_000_000_000_000L;

  private final Random random;
  private final RandomValues values;
  private final Plan plan;

  /// Between two instants of the few; the history is up to two weeks long.
  private final long step;

  public final List<List<ArrayRow>> events = new ArrayList<>();
  public final List<ArrayRow> asks;

  public RandomHistory(Plan plan, long seed) {
    this.plan = plan;
    random = new Random(seed);
    values = new RandomValues(random);
    step = random.nextLong(1, 21) * 17 * MINUTE;
    int size = random.nextInt(150);
    for (StreamSchema stream : plan.streams()) {
      events.add(rows(stream, size, size / 8));
    }
    asks = rows(plan.askStream(), 40, 0);
    asks.removeIf(ask -> !isInTime(plan.askStream(), ask));
  }

  /// The known-at instant of a row of that stream.
  public static ToLongFunction<ArrayRow> knownAt(StreamSchema stream) {
    int field = stream.indexOf(stream.knownAt());
    return row -> row.longAt(field);
  }

  private static boolean isInTime(StreamSchema stream, ArrayRow row) {
    long delay =
        row.longAt(stream.indexOf(stream.knownAt()))
            - row.longAt(stream.indexOf(stream.eventTime()));
    return delay >= 0 && delay <= micros(stream);
  }

  private List<ArrayRow> rows(StreamSchema stream, int size, int copies) {
    List<ArrayRow> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rows.add(row(stream, i));
    }
    for (int i = 0; i < copies; i++) {
      rows.add(copy(stream, rows.get(random.nextInt(size))));
    }
    // The sort is stable: among rows of one instant the order stays random.
    rows.sort(Comparator.comparingLong(knownAt(stream)));
    return rows;
  }

  private ArrayRow row(StreamSchema stream, int number) {
    long eventTime = START + random.nextLong(60) * step + random.nextInt(2);
    long lateness = stream.lateness().toMinutes();
    long delay = random.nextInt(4) == 0 ? 0 : random.nextLong(lateness + 1) * MINUTE;
    if (random.nextInt(20) == 0) {
      delay = random.nextBoolean() ? -1 : lateness * MINUTE + 1;
    }
    Map<String, Object> times = new HashMap<>();
    times.put(stream.eventTime(), eventTime);
    times.put(
        stream.knownAt(),
        stream.knownAt().equals(stream.eventTime()) ? eventTime : eventTime + delay);
    @Nullable Object[] cells = new @Nullable Object[stream.fields().size()];
    for (int i = 0; i < cells.length; i++) {
      FieldSchema field = stream.fields().get(i);
      cells[i] =
          times.containsKey(field.name()) ? times.get(field.name()) : value(stream, field, number);
    }
    return ArrayRow.of(cells);
  }

  /// The same event once more, at the same instant or later.
  private ArrayRow copy(StreamSchema stream, ArrayRow original) {
    @Nullable Object[] cells = new @Nullable Object[original.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = original.valueAt(i);
    }
    if (!stream.knownAt().equals(stream.eventTime()) && random.nextBoolean()) {
      int knownAt = stream.indexOf(stream.knownAt());
      cells[knownAt] = original.longAt(knownAt) + MINUTE;
    }
    return ArrayRow.of(cells);
  }

  private @Nullable Object value(StreamSchema stream, FieldSchema field, int number) {
    boolean isAsk = stream.name().equals(plan.askStream().name());
    boolean isText = field.type().equals(ValueType.STRING);
    if (!isAsk && field.name().equals(plan.askStream().id()) && !isText) {
      // What refers to asks by their id; several may refer to one.
      return (long) number / 2 * 2;
    }
    if (field.name().equals(stream.id())) {
      return isText ? (Object) ("id-" + number) : (Object) (long) number;
    }
    return values.cell(field);
  }

  private static long micros(StreamSchema stream) {
    return Micros.of(stream.lateness());
  }

  /// An instant near those of the events.
  static long someInstant(Random random) {
    return START + random.nextLong(3) * 7 * HOUR + random.nextInt(2);
  }
}
