package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MultisetTest {

  /// Few values, so that entries collide, leave gaps and move.
  @Property(tries = 500)
  void multisetsHoldWhatIsAddedAndNotTakenBack(
      @ForAll @Size(max = 300) List<@IntRange(min = -20, max = 20) Integer> changes) {
    LongMultiset longs = new LongMultiset();
    TextMultiset texts = new TextMultiset();
    Map<Integer, Integer> counts = new HashMap<>();
    for (int change : changes) {
      int value = Math.abs(change);
      if (change > 0) {
        longs.add(value * 0x1_0000_0000L);
        texts.add("text-" + value);
        counts.merge(value, 1, Integer::sum);
      } else if (counts.containsKey(value)) {
        longs.remove(value * 0x1_0000_0000L);
        texts.remove("text-" + value);
        counts.computeIfPresent(value, (_, count) -> count == 1 ? null : count - 1);
      }
      assertThat(longs.distinct()).isEqualTo(counts.size());
      assertThat(texts.distinct()).isEqualTo(counts.size());
    }
    for (int value = 0; value <= 20; value++) {
      assertThat(longs.contains(value * 0x1_0000_0000L)).isEqualTo(counts.containsKey(value));
      assertThat(texts.contains("text-" + value)).isEqualTo(counts.containsKey(value));
    }
  }

  @Test
  void aValueMayBeHeldMoreOftenThan32BitsCount() {
    LongMultiset longs = new LongMultiset();
    longs.add(7, 1L << 31);
    longs.add(7, 1L << 31);
    for (long other = 10; other < 30; other++) {
      longs.add(other);
    }
    assertThat(longs.count(longs.find(7))).isEqualTo(1L << 32);
    assertThat(longs.distinct()).isEqualTo(21);
    longs.remove(7, (1L << 32) - 1);
    assertThat(longs.contains(7)).isTrue();
    longs.remove(7);
    assertThat(longs.contains(7)).isFalse();
  }

  @Property(tries = 10)
  void clearedMultisetIsNew(@ForAll @Size(min = 1, max = 50) List<Long> values) {
    LongMultiset longs = new LongMultiset();
    values.forEach(longs::add);
    longs.clear();
    assertThat(longs.distinct()).isZero();
    assertThat(longs.contains(values.getFirst())).isFalse();
  }
}
