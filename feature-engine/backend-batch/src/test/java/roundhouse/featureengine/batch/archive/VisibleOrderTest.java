package roundhouse.featureengine.batch.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.kernel.ArrayRow;

/// Of archives whose times someone changed.
class VisibleOrderTest {
  private final VisibleOrder order = new VisibleOrder("paid");

  /// Whether it is the first of its partition.
  private boolean note(long partition, long visibleAt, long knownAt) {
    return order.isNextPartition(ArrayRow.of(partition), 0, visibleAt, knownAt);
  }

  @Test
  void rowsBecomeVisibleInTheOrderOfTheirPartition() {
    assertThat(note(0, 5, 5)).isTrue();
    assertThat(note(0, 5, 3)).isFalse();
    assertThat(note(0, 7, 7)).isFalse();
    assertThat(note(1, 2, 2)).isTrue();
    assertThat(order.isNextPartition(ArrayRow.of((Object) null), 0, 1, 1)).as("imported").isTrue();
  }

  @Test
  void aRowThatBecameVisibleBeforeTheOneBeforeItIsRefused() {
    assertThat(note(3, 5_000_000, 5_000_000)).isTrue();
    assertThatThrownBy(() -> note(3, 4_999_999, 2_000_000))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "Stream 'paid', partition 3: an event known at 1970-01-01T00:00:02Z became visible at 1970-01-01T00:00:04.999999Z, after one that did at 1970-01-01T00:00:05Z; expected the running maximum of knownAt; restore the archive");
  }

  @Test
  void aRowThatBecameVisibleBeforeItWasKnownIsRefused() {
    assertThatThrownBy(() -> note(0, 4, 5))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("after one that did at no time");
  }
}
