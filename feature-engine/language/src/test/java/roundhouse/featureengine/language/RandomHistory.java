package roundhouse.featureengine.language;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;

/// Events and asks made to hurt: few keys, few instants, so that everything ties; late and early
/// ones, copies, nulls, NaN, both zeros and infinities, sums that cancel and overflow.
public final class RandomHistory {
  private static final long MINUTE = 60_000_000L;
  private static final long START = 1_357_000_000_000_000L;
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.MIN_VALUE,
    1e-300,
    1e16,
    1.0,
    -1.0,
    0.1,
    0.2,
    0.3,
    1e3
  };
  private static final String[] TEXTS = {"", "GB", "US", "\uFFEE", "\uD83D\uDE00", "a'b"};
  private static final long[] LONGS = {0, 1, 2, Long.MAX_VALUE, Long.MIN_VALUE, -7};

  private final Random random;
  private final Plan plan;

  /// A special value, such as NaN, is drawn once in so many.
  private final int specialOneIn;

  /// Between two instants of the few; the longest windows are a day, the history up to two weeks.
  private final long step;

  public final List<List<ArrayRow>> events = new ArrayList<>();
  public final List<ArrayRow> asks;

  public RandomHistory(Plan plan, long seed) {
    this.plan = plan;
    random = new Random(seed);
    specialOneIn = 2 + random.nextInt(40);
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
    return delay >= 0 && delay <= stream.lateness().toNanos() / 1000;
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
    @Nullable Object[] values = new @Nullable Object[stream.fields().size()];
    for (int i = 0; i < values.length; i++) {
      FieldSchema field = stream.fields().get(i);
      values[i] =
          times.containsKey(field.name()) ? times.get(field.name()) : value(stream, field, number);
    }
    return ArrayRow.of(values);
  }

  /// The same event once more, at the same instant or later.
  private ArrayRow copy(StreamSchema stream, ArrayRow original) {
    @Nullable Object[] values = new @Nullable Object[original.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = original.valueAt(i);
    }
    if (!stream.knownAt().equals(stream.eventTime()) && random.nextBoolean()) {
      int knownAt = stream.indexOf(stream.knownAt());
      values[knownAt] = original.longAt(knownAt) + MINUTE;
    }
    return ArrayRow.of(values);
  }

  private @Nullable Object value(StreamSchema stream, FieldSchema field, int number) {
    boolean isAsk = stream.name().equals(plan.askStream().name());
    if (field.name().equals("chargeId")) {
      // Asks and disputes share these keys; several disputes may have one.
      return isAsk ? (long) number : (long) number / 2 * 2;
    }
    if (field.name().equals(stream.id())) {
      return field.type().equals(ValueType.LONG) ? (Object) (long) number : "id-" + number;
    }
    if (field.isNullable() && random.nextInt(5) == 0) {
      return null;
    }
    return switch (field.type()) {
      case ValueType.Decimal _, ValueType.Enumeration _, ValueType.ListOf _ ->
          throw new IllegalStateException();
      case ValueType.Simple.BOOLEAN -> random.nextBoolean();
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT ->
          random.nextInt(specialOneIn) == 0
              ? LONGS[random.nextInt(LONGS.length)]
              : (long) random.nextInt(3);
      case ValueType.Simple.DOUBLE ->
          random.nextInt(specialOneIn) == 0
              ? DOUBLES[random.nextInt(DOUBLES.length)]
              : random.nextInt(2000) / 10.0;
      case ValueType.Simple.STRING ->
          field.name().equals("card")
              ? "card-" + random.nextInt(3)
              : TEXTS[random.nextInt(TEXTS.length)];
    };
  }
}
