package roundhouse.scoring.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static roundhouse.scoring.evaluation.Cases.noisy;
import static roundhouse.scoring.evaluation.Cases.twoWeeks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import roundhouse.scoring.evaluation.PairedBootstrap.Intervals;

class PairedBootstrapTest {
  private static final PairedBootstrap DAILY =
      new PairedBootstrap(42, 500, Duration.ofDays(1), 0.95);

  private final FrozenRows rows = twoWeeks(12_000);
  private final Scores strong = noisy(rows, 1.2, 2);
  private final Scores weak = noisy(rows, 0.6, 3);

  @Test
  void anyNumberOfThreadsGivesTheSameBits() throws Exception {
    Intervals alone;
    try (ForkJoinPool one = new ForkJoinPool(1);
        ForkJoinPool eight = new ForkJoinPool(8)) {
      alone = one.submit(() -> DAILY.resample(rows, strong, weak, PrimaryMetric.AUC)).get();
      Intervals together =
          eight.submit(() -> DAILY.resample(rows, strong, weak, PrimaryMetric.AUC)).get();
      assertThat(together).isEqualTo(alone);
    }
    assertThat(DAILY.resample(rows, strong, weak, PrimaryMetric.AUC)).isEqualTo(alone);
  }

  @Test
  void anotherSeedGivesOtherIntervals() {
    PairedBootstrap other = new PairedBootstrap(43, 500, Duration.ofDays(1), 0.95);

    assertThat(other.resample(rows, strong)).isNotEqualTo(DAILY.resample(rows, strong));
  }

  @Test
  void intervalHoldsTheMetricOnAllRows() {
    Interval interval = DAILY.resample(rows, strong).challengerAuc().orElseThrow();
    double auc = ModelMetrics.of(rows, strong).auc();

    assertThat(interval.low()).isLessThan(auc);
    assertThat(interval.high()).isGreaterThan(auc);
    assertThat(interval.high() - interval.low()).isLessThan(0.05);
  }

  @Test
  void aModelDoesNotDifferFromItself() {
    for (PrimaryMetric metric : PrimaryMetric.values()) {
      assertThat(DAILY.resample(rows, strong, strong, metric).difference())
          .contains(new Interval(0, 0));
    }
  }

  @Test
  void differenceIsPositiveWhereTheChallengerIsBetter() {
    for (PrimaryMetric metric : PrimaryMetric.values()) {
      assertThat(DAILY.resample(rows, strong, weak, metric).difference().orElseThrow().low())
          .isPositive();
      assertThat(DAILY.resample(rows, weak, strong, metric).difference().orElseThrow().high())
          .isNegative();
    }
  }

  @Test
  void pairingMakesTheDifferenceOfAlikeModelsSurerThanEachMetric() {
    double[] alike = new double[rows.size()];
    Arrays.setAll(alike, row -> (strong.probability(row) * 9 + weak.probability(row)) / 10);

    Intervals intervals = DAILY.resample(rows, Scores.of(alike), strong, PrimaryMetric.AUC);

    assertThat(width(intervals.difference()))
        .isLessThan(width(intervals.challengerAuc()) / 3)
        .isLessThan(width(intervals.championAuc()) / 3);
  }

  @Test
  void tooFewBlocksGiveNoInterval() {
    PairedBootstrap halves = new PairedBootstrap(42, 500, Duration.ofDays(4), 0.95);

    Intervals intervals = halves.resample(rows, strong, weak, PrimaryMetric.AUC);

    assertThat(intervals.blocks()).isLessThan(PairedBootstrap.MINIMUM_BLOCKS);
    assertThat(intervals.challengerAuc()).isEmpty();
    assertThat(intervals.difference()).isEmpty();
  }

  @Test
  void justEnoughBlocksGiveAnInterval() {
    PairedBootstrap thirds = new PairedBootstrap(42, 500, Duration.ofDays(3), 0.95);

    Intervals intervals = thirds.resample(rows, strong, weak, PrimaryMetric.AUC);

    assertThat(intervals.blocks()).isEqualTo(PairedBootstrap.MINIMUM_BLOCKS);
    assertThat(intervals.difference()).isPresent();
  }

  @Test
  void resamplesOfOneClassGiveNoInterval() {
    FrozenRows rare = Cases.rows(0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    assertThat(DAILY.resample(rare, noisy(rare, 1, 1)).challengerAuc()).isEmpty();
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> new PairedBootstrap(1, 0, Duration.ofDays(1), 0.95))
        .hasMessageStartingWith("Resamples '0'");
    assertThatThrownBy(() -> new PairedBootstrap(1, 100_001, Duration.ofDays(1), 0.95))
        .hasMessageStartingWith("Resamples '100001'");
    assertThatThrownBy(() -> new PairedBootstrap(1, 1, Duration.ZERO, 0.95))
        .hasMessageStartingWith("Block 'PT0S'");
    assertThatThrownBy(() -> new PairedBootstrap(1, 1, Duration.ofDays(1), 1))
        .hasMessageStartingWith("Confidence '1.0'");
  }

  private static double width(Optional<Interval> interval) {
    return interval.orElseThrow().high() - interval.orElseThrow().low();
  }
}
