package roundhouse.activities.training.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.temporal.contracts.HoldOut;

class CutTest {
  private static final Instant CUT_OFF = Instant.parse("2013-10-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static boolean contains(InstantRange range, String instant) {
    return range.contains(Micros.of(Instant.parse(instant)));
  }

  @Test
  void trainingEndsWhereItsLabelsAreKnownBeforeTheHoldOut() {
    Cut cut = Cut.of(CUT_OFF, HoldOut.last(Duration.ofDays(14)), DAY);
    assertThat(cut.holdoutFrom()).isEqualTo("2013-09-17T00:00:00Z");
    assertThat(cut.holdoutTo()).isEqualTo(CUT_OFF);
    assertThat(contains(cut.training(), "2013-09-16T00:00:00Z")).isTrue();
    assertThat(contains(cut.training(), "2013-09-16T00:00:00.000001Z")).isFalse();
    assertThat(cut.trainTo()).isEqualTo("2013-09-16T00:00:00.000001Z");
  }

  @Test
  void gapMovesTheEndOfTrainingOnly() {
    Cut cut = Cut.of(CUT_OFF, new HoldOut(Duration.ofDays(14), Duration.ofDays(2)), DAY);
    assertThat(contains(cut.training(), "2013-09-14T00:00:00Z")).isTrue();
    assertThat(contains(cut.training(), "2013-09-14T00:00:00.000001Z")).isFalse();
    assertThat(cut.holdoutFrom()).isEqualTo("2013-09-17T00:00:00Z");
  }

  @Test
  void holdOutHasOnlyAsksWhoseLabelsWereKnownAtTheCutOff() {
    Cut cut = Cut.of(CUT_OFF, HoldOut.last(Duration.ofDays(14)), DAY);
    assertThat(contains(cut.holdout(), "2013-09-16T23:59:59.999999Z")).isFalse();
    assertThat(contains(cut.holdout(), "2013-09-17T00:00:00Z")).isTrue();
    assertThat(contains(cut.holdout(), "2013-09-30T00:00:00Z")).isTrue();
    assertThat(contains(cut.holdout(), "2013-09-30T00:00:00.000001Z")).isFalse();
  }

  @Test
  void holdOutShorterThanTheMaturityIsEmpty() {
    Cut cut = Cut.of(CUT_OFF, HoldOut.last(Duration.ofHours(12)), DAY);
    assertThat(cut.holdout().fromMicros()).isEqualTo(cut.holdout().toMicros());
  }

  @Test
  void withoutMaturityTheHoldOutEndsAtTheCutOff() {
    Cut cut = Cut.of(CUT_OFF, HoldOut.last(DAY), Duration.ZERO);
    assertThat(contains(cut.holdout(), "2013-09-30T23:59:59.999999Z")).isTrue();
    assertThat(contains(cut.holdout(), "2013-10-01T00:00:00Z")).isFalse();
  }
}
