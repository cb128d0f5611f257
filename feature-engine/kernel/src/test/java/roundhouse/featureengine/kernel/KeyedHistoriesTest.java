package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.HistorySpec.KeyPart;
import roundhouse.featureengine.kernel.HistorySpec.LaneSpec;
import roundhouse.featureengine.kernel.HistorySpec.Output;

/// Windows over one history against a plain reading of it, with events and asks in any order of
/// time.
class KeyedHistoriesTest {
  private static final int KEY = 0;
  private static final int ID = 1;
  private static final int TIME = 2;
  private static final int VALUE = 3;
  private static final int FIRST_OUTPUT = 1;
  private static final long MINUTE = 60_000_000L;
  private static final long LONG_AGO = 1_000_000 * MINUTE;

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void answersDoNotDependOnTheOrderOfEventsOrOnEarlierAsks(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> events = events(random);
    KeyedHistories asked = new KeyedHistories(spec(LONG_AGO));
    List<Event> known = new ArrayList<>();
    for (Event event : events) {
      asked.apply(event.registers(), 0);
      known.add(event);
      if (random.nextInt(3) == 0) {
        long askTime = random.nextLong(60) * MINUTE;
        assertThat(answer(asked, askTime)).isEqualTo(answer(inOrder(known, random), askTime));
      }
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void everyAggregateIsThatOfThePlainReading(@ForAll long seed) {
    Random random = new Random(seed);
    List<Event> events = events(random);
    KeyedHistories histories = inOrder(events, random);
    for (int i = 0; i < 10; i++) {
      long askTime = random.nextLong(60) * MINUTE;
      assertThat(answer(histories, askTime)).isEqualTo(plainAnswer(events, askTime));
    }
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void evictionChangesNoAnswer(@ForAll long seed) {
    Random random = new Random(seed);
    int askedEvery = 1 + random.nextInt(40);
    KeyedHistories histories = new KeyedHistories(spec(28 * MINUTE));
    List<Event> known = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      long now = i * MINUTE / 2;
      Event event = new Event(i, now - random.nextLong(5) * MINUTE, value(random));
      known.add(event);
      histories.apply(event.registers(), now);
      if (i % askedEvery == 0) {
        long askTime = now - random.nextLong(3) * MINUTE;
        assertThat(answer(histories, askTime)).isEqualTo(plainAnswer(known, askTime));
      }
    }
  }

  @Test
  void windowIncludesItsEndAndExcludesItsStart() {
    KeyedHistories histories = new KeyedHistories(spec(LONG_AGO));
    histories.apply(new Event(1, 0, 1.0).registers(), 0);
    histories.apply(new Event(2, 10 * MINUTE, 2.0).registers(), 0);
    assertThat(answer(histories, 10 * MINUTE).getFirst()).isEqualTo(1L);
    assertThat(answer(histories, 10 * MINUTE - 1).getFirst()).isEqualTo(1L);
    assertThat(answer(histories, -1).getFirst()).isEqualTo(0L);
    assertThat(answer(histories, 20 * MINUTE).getFirst()).isEqualTo(0L);
    assertThat(answer(histories, 20 * MINUTE - 1).getFirst()).isEqualTo(1L);
  }

  @Test
  void entitiesThatAllLeftAreSweptOut() {
    KeyedHistories histories = new KeyedHistories(spec(20 * MINUTE));
    for (int i = 0; i < 100_000; i++) {
      Registers event = new Event(i, i * MINUTE, 1.0).registers();
      event.putLong(KEY, i);
      histories.apply(event, i * MINUTE);
    }
    assertThat(histories.entities()).isLessThan(3_000);
  }

  @Test
  void sweptEntityIsAnsweredAsAnEmptyOne() {
    KeyedHistories histories = new KeyedHistories(spec(20 * MINUTE));
    histories.apply(new Event(1, 0, 1.0).registers(), 0);
    for (int i = 0; i < 3_000; i++) {
      Registers event = new Event(i, i * MINUTE, 1.0).registers();
      event.putLong(KEY, 100 + i);
      histories.apply(event, i * MINUTE);
    }
    assertThat(answer(histories, 3_000 * MINUTE)).isEqualTo(plainAnswer(List.of(), 0));
  }

  @Test
  void nullKeyHasNoHistory() {
    KeyedHistories histories = new KeyedHistories(spec(LONG_AGO));
    Registers event = new Event(1, 0, 1.0).registers();
    event.putNull(KEY);
    histories.apply(event, 0);
    Registers ask = new Registers(FIRST_OUTPUT + OUTPUTS.size() + 1);
    ask.putNull(KEY);
    histories.answer(ask, 0);
    assertThat(histories.entities()).isZero();
    assertThat(ask.longAt(FIRST_OUTPUT)).isZero();
  }

  private static final List<AggregateKind> OUTPUTS =
      List.of(
          AggregateKind.COUNT,
          AggregateKind.SUM,
          AggregateKind.MEAN,
          AggregateKind.MIN,
          AggregateKind.MAX,
          AggregateKind.FIRST,
          AggregateKind.LAST,
          AggregateKind.DISTINCT,
          AggregateKind.MINUTES_SINCE_LAST);

  private static HistorySpec spec(long retention) {
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < OUTPUTS.size(); i++) {
      outputs.add(Output.of(OUTPUTS.get(i), 10 * MINUTE, 0, FIRST_OUTPUT + i));
    }
    // A second window, so that windows of one history do not disturb each other.
    outputs.add(Output.of(AggregateKind.MAX, 25 * MINUTE, 0, FIRST_OUTPUT + OUTPUTS.size()));
    return new HistorySpec(
        List.of(new KeyPart(ValueKind.LONG, KEY, KEY)),
        ValueKind.LONG,
        ID,
        TIME,
        List.of(new LaneSpec(ValueKind.DOUBLE, VALUE)),
        outputs,
        retention);
  }

  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    int size = random.nextInt(60);
    for (int i = 0; i < size; i++) {
      events.add(new Event(i, random.nextLong(60) * MINUTE, value(random)));
    }
    Collections.shuffle(events, random);
    return events;
  }

  private static double value(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Double.NaN;
      case 1 -> -0.0;
      case 2 -> 0.0;
      case 3 -> Event.NULL;
      default -> random.nextInt(5) / 10.0;
    };
  }

  /// The histories of the same events by rising time, those of one time shuffled.
  private static KeyedHistories inOrder(List<Event> events, Random random) {
    List<Event> ordered = new ArrayList<>(events);
    Collections.shuffle(ordered, random);
    ordered.sort(Comparator.comparingLong(Event::time));
    KeyedHistories histories = new KeyedHistories(spec(LONG_AGO));
    ordered.forEach(event -> histories.apply(event.registers(), 0));
    return histories;
  }

  private static List<Object> answer(KeyedHistories histories, long askTime) {
    Registers ask = new Registers(FIRST_OUTPUT + OUTPUTS.size() + 1);
    ask.putLong(KEY, 1);
    histories.answer(ask, askTime);
    List<Object> answer = new ArrayList<>();
    for (int i = 0; i <= OUTPUTS.size(); i++) {
      boolean isLong =
          i < OUTPUTS.size()
              && (OUTPUTS.get(i) == AggregateKind.COUNT
                  || OUTPUTS.get(i) == AggregateKind.DISTINCT);
      int register = FIRST_OUTPUT + i;
      answer.add(
          ask.isNull(register)
              ? "null"
              : isLong ? (Object) ask.longAt(register) : (Object) ask.doubleAt(register));
    }
    return answer;
  }

  private static List<Object> plainAnswer(List<Event> events, long askTime) {
    List<Event> within = within(events, askTime, 10 * MINUTE);
    List<Double> values = values(within);
    List<Object> answer = new ArrayList<>();
    answer.add((long) within.size());
    answer.add(values.isEmpty() ? "null" : (Object) exact(values));
    answer.add(values.isEmpty() ? "null" : (Object) (exact(values) / values.size()));
    answer.add(values.isEmpty() ? "null" : (Object) Collections.min(values));
    answer.add(values.isEmpty() ? "null" : (Object) Collections.max(values));
    answer.add(within.isEmpty() ? "null" : within.getFirst().cell());
    answer.add(within.isEmpty() ? "null" : within.getLast().cell());
    answer.add(values.stream().map(value -> value + 0.0).distinct().count());
    answer.add(
        within.isEmpty() ? "null" : (Object) ((askTime - within.getLast().time()) / 60_000_000.0));
    List<Double> wide = values(within(events, askTime, 25 * MINUTE));
    answer.add(wide.isEmpty() ? "null" : (Object) Collections.max(wide));
    return answer;
  }

  private static double exact(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum.value();
  }

  private static List<Event> within(List<Event> events, long askTime, long window) {
    return events.stream()
        .filter(event -> event.time() > askTime - window && event.time() <= askTime)
        .sorted(Comparator.comparingLong(Event::time).thenComparingLong(Event::id))
        .toList();
  }

  private static List<Double> values(List<Event> events) {
    return events.stream().map(Event::value).filter(value -> value != Event.NULL).toList();
  }

  /// An event of the one entity, its value null if it is [#NULL].
  private record Event(long id, long time, double value) {
    static final double NULL = -999;

    Object cell() {
      return value == NULL ? "null" : (Object) value;
    }

    Registers registers() {
      Registers registers = new Registers(4);
      registers.putLong(KEY, 1);
      registers.putLong(ID, id);
      registers.putLong(TIME, time);
      if (value != NULL) {
        registers.putDouble(VALUE, value);
      }
      return registers;
    }
  }
}
