package roundhouse.activities.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.Progress;

class ProgressThrottleTest {
  // Near the overflow that System.nanoTime() may reach.
  private static final long START = Long.MAX_VALUE - 1;

  private final ProgressThrottle throttle = new ProgressThrottle(START);

  private boolean admits(double fraction, Duration sinceStart) {
    Progress progress = new Progress("training", fraction, "at " + fraction);
    return throttle.admits(progress, START + sinceStart.toNanos());
  }

  @Test
  void eachTenthIsAdmittedAtOnce() {
    int admitted = 0;
    for (int percent = 1; percent <= 100; percent++) {
      admitted += admits(percent / 100.0, Duration.ZERO) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(10);
  }

  @Test
  void aSmallStepWaitsForFiveSeconds() {
    assertThat(admits(0.01, Duration.ofMillis(4_999))).isFalse();
    assertThat(admits(0.01, Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void theNextWaitIsTwiceAsLong() {
    assertThat(admits(0.01, Duration.ofSeconds(5))).isTrue();
    assertThat(admits(0.02, Duration.ofSeconds(14))).isFalse();
    assertThat(admits(0.02, Duration.ofSeconds(15))).isTrue();
  }

  @Test
  void whatIsNotNewIsNotAdmittedHoweverLate() {
    assertThat(admits(0.5, Duration.ZERO)).isTrue();
    assertThat(admits(0.5, Duration.ofHours(1))).isFalse();
  }

  @Test
  void aDayInSmallStepsStaysWithinTheBoundAndShowsItsEnd() {
    int admitted = 0;
    boolean lastTenthSeen = false;
    for (int second = 1; second <= 86_400; second++) {
      boolean now = admits(second / 86_400.0, Duration.ofSeconds(second));
      admitted += now ? 1 : 0;
      lastTenthSeen |= now && second > 0.9 * 86_400;
    }
    assertThat(admitted).isBetween(15, ProgressThrottle.MOST);
    assertThat(lastTenthSeen).isTrue();
  }

  @Test
  void aFractionThatJumpsToAndFroStaysWithinTheBound() {
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      admitted += admits(i % 2 == 0 ? 0.9 : 0.1, Duration.ofSeconds(i)) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(ProgressThrottle.MOST);
  }
}
