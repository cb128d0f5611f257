package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {
  private static final Instant FIRST = Instant.parse("-290308-12-21T19:59:05.224192Z");
  private static final Instant LAST = Instant.parse("+294247-01-10T04:00:54.775807Z");

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        Long.MIN_VALUE + 1_000_000,
        -1_000_001,
        -1_000_000,
        -1,
        0,
        1,
        1_356_998_400_000_001L,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
      })
  void everyLongIsAnInstantAndBack(long micros) {
    assertThat(Micros.of(Micros.instant(micros))).isEqualTo(micros);
    assertThat(Micros.nearest(Micros.instant(micros))).isEqualTo(micros);
  }

  @Test
  void theFirstAndTheLastInstantAreThoseOf64Bits() {
    assertThat(Micros.instant(Long.MIN_VALUE)).isEqualTo(FIRST);
    assertThat(Micros.instant(Long.MAX_VALUE)).isEqualTo(LAST);
    assertThat(Micros.instant(1_356_998_400_000_001L))
        .isEqualTo(Instant.parse("2013-01-01T00:00:00.000001Z"));
  }

  @Test
  void finerInstantsAreRoundedDown() {
    assertThat(Micros.of(Instant.ofEpochSecond(0, 999))).isZero();
    assertThat(Micros.of(Instant.ofEpochSecond(0, -1))).isEqualTo(-1);
    assertThat(Micros.of(Instant.ofEpochSecond(0, -1_001))).isEqualTo(-2);
    assertThat(Micros.of(LAST.plusNanos(999))).isEqualTo(Long.MAX_VALUE);
    assertThat(Micros.nearest(Instant.ofEpochSecond(0, -1))).isEqualTo(-1);
  }

  @Test
  void instantsBeyond64BitsAreRefusedOrTheNearestThereIs() {
    assertThatThrownBy(() -> Micros.of(FIRST.minusNanos(1)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "Instant -290308-12-21T19:59:05.224191999Z: expected one from -290308-12-21T19:59:05.224192Z to +294247-01-10T04:00:54.775807Z, which 64 bits of microseconds hold; use a time between them");
    assertThatThrownBy(() -> Micros.of(LAST.plusNanos(1_000)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(Micros.nearest(FIRST.minusNanos(1))).isEqualTo(Long.MIN_VALUE);
    assertThat(Micros.nearest(LAST.plusNanos(1_000))).isEqualTo(Long.MAX_VALUE);
    assertThat(Micros.nearest(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
    assertThat(Micros.nearest(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void timeEndsAtBothEnds() {
    assertThat(Micros.minus(Long.MIN_VALUE + 1, 2)).isEqualTo(Long.MIN_VALUE);
    assertThat(Micros.minus(5, 2)).isEqualTo(3);
    assertThat(Micros.plus(Long.MAX_VALUE - 1, 2)).isEqualTo(Long.MAX_VALUE);
    assertThat(Micros.plus(5, 2)).isEqualTo(7);
  }
}
