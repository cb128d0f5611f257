package roundhouse.featureengine.kernel.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import roundhouse.featureengine.kernel.ValuePool;

/// Its laws: the order in which events came has no bearing on a count, and what entered and left,
/// at either end, was never there.
class ChangeCountTest {
  private static final int BITS_AT = 1;
  private static final int ID_AT = 2;
  private static final int VALUE_AT = 3;

  private final ValuePool pool = new ValuePool();

  private record Event(long time, long id, long word, boolean isNull) {}

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void isTheNumberOfChangesInTheWindow(@ForAll long seed) {
    Random random = new Random(seed);
    for (Element.Type type : Element.Type.values()) {
      Element element = new Element(type, 0);
      List<Event> sorted = events(random, type);
      List<Event> coming = new ArrayList<>(sorted);
      Collections.shuffle(coming, random);
      RetainedEvents events =
          new RetainedEvents(new RetainedEvents.Shape(VALUE_AT + 1, ID_AT, false), pool);
      ChangeCount count = new ChangeCount(element, VALUE_AT, BITS_AT, 1);
      for (Event event : coming) {
        count.enter(events, insert(event, events), events.first(), events.end());
      }
      assertThat(answer(count)).as("%s", type).isEqualTo(changes(sorted, type));
      int from = 0;
      int to = sorted.size();
      while (from < to) {
        switch (random.nextInt(3)) {
          case 0 -> {
            count.leave(events, from, from, to);
            from++;
          }
          case 1 -> {
            count.leave(events, to - 1, from, to);
            to--;
          }
          default -> {
            if (from > 0) {
              from--;
              count.enter(events, from, from, to);
            }
          }
        }
        assertThat(answer(count)).as("%s", type).isEqualTo(changes(sorted.subList(from, to), type));
      }
    }
  }

  /// Of few values, some of them null, at few times.
  private List<Event> events(Random random, Element.Type type) {
    List<Event> events = new ArrayList<>();
    int size = random.nextInt(30);
    for (int i = 0; i < size; i++) {
      int value = random.nextInt(3);
      long word =
          switch (type) {
            case BOOLEAN -> value & 1;
            case LONG -> value;
            case DOUBLE -> Double.doubleToLongBits(new double[] {-0.0, 0.0, Double.NaN}[value]);
            case TEXT -> pool.of("t" + value);
          };
      events.add(new Event(random.nextInt(20), i, word, random.nextInt(4) == 0));
    }
    events.sort(Comparator.comparingLong(Event::time).thenComparingLong(Event::id));
    return events;
  }

  private static long insert(Event event, RetainedEvents events) {
    int at = events.insert(event.time(), event.id());
    events.words()[at + BITS_AT] = event.isNull() ? 1 : 0;
    events.words()[at + VALUE_AT] = event.word();
    return events.positionOf(at);
  }

  private static long answer(ChangeCount count) {
    long[] outputs = new long[2];
    count.put(outputs, 0, 0, 1);
    return outputs[1];
  }

  private static long changes(List<Event> events, Element.Type type) {
    long changes = 0;
    Event before = null;
    for (Event event : events) {
      if (!event.isNull()) {
        changes += before != null && !isSame(before, event, type) ? 1 : 0;
        before = event;
      }
    }
    return changes;
  }

  /// Both zeros are one value.
  private static boolean isSame(Event left, Event right, Element.Type type) {
    return type == Element.Type.DOUBLE
        ? Double.compare(
                Double.longBitsToDouble(left.word()) + 0.0,
                Double.longBitsToDouble(right.word()) + 0.0)
            == 0
        : left.word() == right.word();
  }
}
