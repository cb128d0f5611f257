package roundhouse.featureengine.kernel.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ValuePool;

class LatestEventTest {
  private static final int WIDTH = 4;
  private static final int ID_AT = 1;
  private static final int HAPPENED_AT = 2;
  private static final int VALUE_AT = 3;
  private static final long LENGTH = 20;

  private final RetainedEvents events =
      new RetainedEvents(new RetainedEvents.Shape(WIDTH, ID_AT, false), new ValuePool());
  private final WindowRange window = WindowRange.exact(LENGTH);
  private final LatestEvent latest =
      new LatestEvent(
          new LatestEvent.Shape(HAPPENED_AT, ID_AT, false, VALUE_AT, 0, 0), new ValuePool());
  private final List<long[]> given = new ArrayList<>();

  private void insert(long known, long id, long happened, long value) {
    int at = events.insert(known, id);
    events.words()[at + HAPPENED_AT] = happened;
    events.words()[at + VALUE_AT] = value;
    given.add(new long[] {known, id, happened, value});
  }

  /// The value, -1 for null.
  private long answer(long ask) {
    window.set(window.fromAt(events, ask), window.toAt(events, ask));
    long[] outputs = {0, -1};
    latest.put(events, window, outputs, 0, 0, 1);
    return outputs[0] == 0 ? outputs[1] : -1;
  }

  private long expected(long ask) {
    return given.stream()
        .filter(event -> event[0] > ask - LENGTH && event[0] <= ask)
        .max(
            Comparator.<long[]>comparingLong(event -> event[2])
                .thenComparingLong(event -> event[1]))
        .map(event -> event[3])
        .orElse(-1L);
  }

  /// Late events, events of one instant, asks that go back, events dropped, an entity forgotten.
  @Property(tries = 500)
  void isThatOfASearchThroughTheWindow(@ForAll long seed) {
    events.clear();
    window.clear();
    given.clear();
    Random random = new Random(seed);
    long now = 0;
    for (int i = 0; i < 200; i++) {
      now += random.nextInt(4);
      long known = now - (random.nextInt(5) == 0 ? random.nextInt(10) : 0);
      insert(known, anId(random, i), known - random.nextInt(6), i);
      if (random.nextInt(3) == 0) {
        long ask = now - (random.nextInt(6) == 0 ? random.nextInt(8) : 0);
        assertThat(answer(ask)).as("ask %s at %s", i, ask).isEqualTo(expected(ask));
      }
      if (random.nextInt(40) == 0) {
        window.set(window.fromAt(events, now), window.toAt(events, now));
        events.dropBefore(window.from());
        long expired = now - LENGTH;
        given.removeIf(event -> event[0] <= expired);
      }
      if (random.nextInt(100) == 0) {
        events.clear();
        window.clear();
        given.clear();
      }
    }
  }

  /// An id of its own, as an entity's history has them, in no order of arrival.
  private static long anId(Random random, int i) {
    return 1_000L * random.nextInt(1_000) + i;
  }

  @Test
  void manyAsksOfManyOutcomesTakeNoSearchEach() {
    WindowRange wide = WindowRange.ever();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          long[] outputs = {0, -1};
          for (int i = 0; i < 500_000; i++) {
            insert(i, i, 500_000 - i, i);
            wide.set(events.first(), events.end());
            latest.put(events, wide, outputs, 0, 0, 1);
          }
          assertThat(outputs[1]).as("the first happened last").isEqualTo(0);
        });
  }
}
