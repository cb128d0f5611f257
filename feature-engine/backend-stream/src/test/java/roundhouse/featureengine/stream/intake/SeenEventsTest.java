package roundhouse.featureengine.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.stream.event.EventId;
import roundhouse.featureengine.stream.store.MapRows;

class SeenEventsTest {
  private static final long LATENESS = 1_000;

  private final MapRows rows = new MapRows();

  @Test
  void copiesAreThoseOfThePlainReadingThroughRestarts() {
    Random random = new Random(7);
    Map<EventId, Long> acceptedAt = new HashMap<>();
    SeenEvents seen = new SeenEvents(LATENESS, rows);
    long now = 0;
    for (int i = 0; i < 60_000; i++) {
      now += random.nextInt(3);
      EventId id = id(random.nextInt(2_500));
      Long before = acceptedAt.get(id);
      boolean isFirst = before == null || now - before > LATENESS;
      assertThat(seen.isFirst(id, seen.raise(now)))
          .as("event %d, %s at %d", i, id, now)
          .isEqualTo(isFirst);
      if (isFirst) {
        acceptedAt.put(id, now);
      }
      if (random.nextInt(5_000) == 0) {
        seen.flush();
        seen = new SeenEvents(LATENESS, rows);
      }
    }
    assertThat(seen.size()).isLessThan(2_500);
  }

  @Test
  void idsThatNoCopyCanFollowLeaveTheRows() {
    SeenEvents seen = new SeenEvents(LATENESS, rows);
    for (int i = 0; i < 100_000; i++) {
      seen.isFirst(new EventId.OfLong(i), i);
    }
    seen.flush();
    assertThat(rows.rows).hasSizeLessThan(6);
  }

  @Test
  void knownAtNeverDecreasesThroughARestart() {
    SeenEvents seen = new SeenEvents(LATENESS, rows);
    assertThat(seen.raise(5)).isEqualTo(5);
    assertThat(seen.raise(3)).isEqualTo(5);
    seen.flush();
    assertThat(new SeenEvents(LATENESS, rows).raise(4)).isEqualTo(5);
  }

  @Test
  void whatIsNotFlushedIsNotInTheRows() {
    SeenEvents seen = new SeenEvents(LATENESS, rows);
    seen.isFirst(new EventId.OfText("a"), seen.raise(5));
    assertThat(rows.rows).isEmpty();
    assertThat(new SeenEvents(LATENESS, rows).isFirst(new EventId.OfText("a"), 5)).isTrue();
  }

  private static EventId id(int number) {
    return number % 2 == 0 ? new EventId.OfLong(number) : new EventId.OfText("id-" + number);
  }
}
