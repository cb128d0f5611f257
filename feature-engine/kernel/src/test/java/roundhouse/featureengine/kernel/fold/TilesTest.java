package roundhouse.featureengine.kernel.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;

/// A window over tiles has what the same window over the events has, wherever events came in
/// between and however it moved.
class TilesTest {
  private static final long STEP = 10;
  private static final long LENGTH = 50;
  private static final ValuePool POOL = new ValuePool();
  private static final Element LONGS = new Element(Element.Type.LONG, 0);
  private static final EdgeEvents.Shape LAST_TWO =
      new EdgeEvents.Shape(1, 2, 0, 1, false, ValueKind.LONG, LONGS, 2, 0, 0);
  private static final EdgeEvents.Shape FIRST =
      new EdgeEvents.Shape(-1, 1, 0, 1, false, ValueKind.LONG, LONGS, 2, 0, 0);

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void windowOverTilesHasWhatItsEventsHave(@ForAll long seed) {
    Random random = new Random(seed);
    Window window = new Window();
    List<long[]> events = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 120; i++) {
      now += random.nextInt(8);
      switch (random.nextInt(5)) {
        case 0 -> window.moveTo(now - random.nextInt(30));
        case 1 -> {
          // Whatever an ask may still see stays.
          window.dropThrough(now - LENGTH - 30);
        }
        case 2 -> window = window.writtenAndRead();
        default -> {
          long[] event = {now - random.nextInt(30), i, random.nextInt(20)};
          events.add(event);
          window.enter(event);
        }
      }
      long askTime = now - random.nextInt(30);
      window.moveTo(askTime);
      assertThat(window.answer())
          .as("seed %d, event %d", seed, i)
          .isEqualTo(expected(events, askTime));
    }
  }

  @Test
  void tilesTakeTheSlotsOfThoseThatWereDropped() {
    int[] made = {0};
    Tiles tiles = new Tiles(STEP, () -> List.of(count(made)), POOL);
    for (long start = 0; start < 1_000; start += STEP) {
      tiles.enter(start);
      ((EventCount) tiles.at(tiles.current())[0]).enter();
      tiles.dropBefore(tiles.order().positionAfter(start - LENGTH, tiles.order().first()));
      assertThat(tiles.at(tiles.current())[0])
          .extracting(partial -> ((EventCount) partial).isEmpty())
          .isEqualTo(false);
    }
    assertThat(made[0]).isEqualTo(8);
  }

  @Test
  void aTileThatStartsNowhereIsRefused() {
    Tiles tiles = newTiles();
    tiles.enter(20);
    for (long start : new long[] {20, 25}) {
      assertThatThrownBy(() -> tiles.read(start, new ByteReader(new byte[0]), POOL))
          .isInstanceOf(UnreadableStateException.class)
          .hasMessageContaining("a tile at " + start);
    }
  }

  @Test
  void theFirstTileOfAllTimeStartsWithIt() {
    assertThat(Tiles.startOf(-1, STEP)).isEqualTo(-10);
    assertThat(Tiles.startOf(Long.MIN_VALUE + 1, STEP)).isEqualTo(Long.MIN_VALUE);
    assertThat(Tiles.startOf(Long.MAX_VALUE, STEP)).isEqualTo(Long.MAX_VALUE / STEP * STEP);
  }

  private static EventCount count(int[] made) {
    made[0]++;
    return new EventCount();
  }

  private static Tiles newTiles() {
    return new Tiles(
        STEP,
        () ->
            List.of(
                DistinctValues.upTo(LONGS, 3),
                ExtremeValue.greatest(LONGS, POOL),
                new EdgeEvents(LAST_TWO, POOL),
                new EdgeEvents(FIRST, POOL)),
        POOL);
  }

  private static List<@Nullable Object> expected(List<long[]> events, long askTime) {
    long asked = Math.floorDiv(askTime, STEP);
    List<long[]> within =
        events.stream()
            .filter(event -> Math.floorDiv(event[0], STEP) <= asked)
            .filter(event -> Math.floorDiv(event[0], STEP) > asked - LENGTH / STEP)
            .sorted(
                Comparator.<long[]>comparingLong(event -> event[0])
                    .thenComparing(event -> event[1]))
            .toList();
    Set<Long> different = new HashSet<>();
    within.forEach(event -> different.add(event[2]));
    List<@Nullable Object> last = new ArrayList<>();
    within.reversed().stream().limit(2).forEach(event -> last.add(event[2]));
    List<@Nullable Object> answer = new ArrayList<>();
    answer.add((long) Math.min(different.size(), 4));
    answer.add(different.stream().max(Comparator.naturalOrder()).orElse(null));
    answer.add(last);
    answer.add(within.isEmpty() ? null : within.getFirst()[2]);
    return answer;
  }

  /// What compiled code does, by hand.
  private static final class Window {
    private final Tiles tiles = newTiles();
    private final WindowRange range = WindowRange.stepped(LENGTH, STEP);
    private final DistinctOfTiles distinct = new DistinctOfTiles();
    private final ExtremeQueue greatest = new ExtremeQueue(ExtremeQueue.Order.NUMBERS, POOL);
    private final EdgeOfTiles lastTwo = new EdgeOfTiles(2, LAST_TWO, POOL);
    private final EdgeOfTiles first = new EdgeOfTiles(3, FIRST, POOL);

    void enter(long[] event) {
      if (tiles.enter(Tiles.startOf(event[0], STEP))) {
        int where = range.appear(tiles.current());
        if (where > 0) {
          greatest.appearWithoutKey(tiles.current());
        } else if (where < 0) {
          greatest.moveUp();
        }
      }
      if (range.holds(tiles.current())) {
        distinct.enter(event[2], values(tiles.current()));
        greatest.enter(event[2], tiles.current());
      }
      values(tiles.current()).enter(event[2]);
      ((ExtremeValue) tiles.at(tiles.current())[1]).enter(event[2]);
      ((EdgeEvents) tiles.at(tiles.current())[2]).enter(event, 0);
      ((EdgeEvents) tiles.at(tiles.current())[3]).enter(event, 0);
    }

    void moveTo(long askTime) {
      move(range.fromAt(tiles.order(), askTime), range.toAt(tiles.order(), askTime));
    }

    private void move(long newFrom, long newTo) {
      long from = range.from();
      long to = range.to();
      if (newFrom >= to || newTo <= from) {
        distinct.clear();
        greatest.clear();
        from = newFrom;
        to = newFrom;
      }
      for (; to < newTo; to++) {
        distinct.merge(values(to));
        greatest.enterLast(((ExtremeValue) tiles.at(to)[1]).word(), to);
      }
      while (to > newTo) {
        to--;
        distinct.subtract(values(to));
        greatest.goStale();
      }
      for (; from < newFrom; from++) {
        distinct.subtract(values(from));
        greatest.leaveFirst(from);
      }
      while (from > newFrom) {
        from--;
        distinct.merge(values(from));
        greatest.goStale();
      }
      if (greatest.isStale()) {
        greatest.clear();
        for (long at = newFrom; at < newTo; at++) {
          greatest.enterLast(((ExtremeValue) tiles.at(at)[1]).word(), at);
        }
      }
      range.set(newFrom, newTo);
    }

    void dropThrough(long time) {
      long position = tiles.order().positionAfter(time, tiles.order().first());
      move(Math.max(range.from(), position), Math.max(range.to(), position));
      tiles.dropBefore(position);
    }

    Window writtenAndRead() {
      TreeMap<Long, byte[]> written = new TreeMap<>(Comparator.reverseOrder());
      for (long at = tiles.order().first(); at < tiles.order().end(); at++) {
        ByteWriter bytes = new ByteWriter();
        tiles.write(at, bytes, POOL);
        written.put(tiles.order().time(at), bytes.toBytes());
      }
      Window read = new Window();
      written.forEach((start, bytes) -> read.tiles.read(start, new ByteReader(bytes), POOL));
      return read;
    }

    List<@Nullable Object> answer() {
      List<@Nullable Object> answer = new ArrayList<>();
      long[] outputs = new long[2];
      distinct.putUpTo(3, outputs, 0, 0, 1);
      answer.add(outputs[1]);
      greatest.put(outputs, 0, 0, 1);
      answer.add(valueOf(outputs));
      lastTwo.putList(tiles, range, outputs, 0, 0, 1);
      answer.add(outputs[1] == 0 ? List.of() : POOL.list(outputs[1]).elements());
      first.put(tiles, range, outputs, 0, 0, 1);
      answer.add(valueOf(outputs));
      return answer;
    }

    private static @Nullable Long valueOf(long[] outputs) {
      Long value = outputs[0] == 0 ? outputs[1] : null;
      outputs[0] = 0;
      return value;
    }

    private DistinctValues values(long position) {
      return (DistinctValues) tiles.at(position)[0];
    }
  }
}
