package roundhouse.featureengine.stream.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import roundhouse.featureengine.stream.event.EventId;

class AppliedAsksTest {
  private final AppliedAsks asks = new AppliedAsks();

  @Test
  void holdsAnIdUntilItIsTooOldWhetherItsBlockIsFullOrNot() {
    assertThat(asks.isEmpty()).isTrue();
    for (int i = 0; i <= AppliedAsks.BLOCK_IDS; i++) {
      asks.add(id(i), 10, 0);
      assertThat(asks.isEmpty()).isFalse();
      assertThat(asks.holds(id(0), 10)).isTrue();
      assertThat(asks.holds(id(i), 10)).isTrue();
    }
    assertThat(asks.holds(id(0), 11)).isFalse();
    assertThat(asks.holds(id(AppliedAsks.BLOCK_IDS), 11)).isFalse();
    asks.forgetBefore(10);
    assertThat(asks.holds(id(0), 10)).isTrue();
    asks.forgetBefore(11);
    assertThat(asks.isEmpty()).isTrue();
    assertThat(asks.holds(id(0), 0)).isFalse();
  }

  @Test
  void anIdThatCameAgainStaysForItsLaterTime() {
    for (int i = 0; i < AppliedAsks.BLOCK_IDS; i++) {
      asks.add(id(i), 10, 0);
    }
    asks.add(id(7), 20, 0);
    asks.forgetBefore(15);
    assertThat(asks.holds(id(7), 15)).isTrue();
    assertThat(asks.holds(id(8), 0)).isFalse();
  }

  private static EventId id(long value) {
    return new EventId.OfLong(value);
  }
}
