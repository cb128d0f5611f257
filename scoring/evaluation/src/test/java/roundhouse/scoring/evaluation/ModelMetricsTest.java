package roundhouse.scoring.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static roundhouse.scoring.evaluation.Cases.rows;
import static roundhouse.scoring.evaluation.Cases.scores;

import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import roundhouse.scoring.evaluation.ModelMetrics.CalibrationBin;

class ModelMetricsTest {
  @Test
  void aucIsTheShareOfPairsInOrder() {
    // Positives 0.35 and 0.8, negatives 0.1 and 0.4: three of four pairs.
    assertThat(ModelMetrics.of(rows(0, 0, 1, 1), scores(0.1, 0.4, 0.35, 0.8)).auc())
        .isEqualTo(0.75);
  }

  @Test
  void aTieCountsHalf() {
    assertThat(ModelMetrics.of(rows(0, 1), scores(0.5, 0.5)).auc()).isEqualTo(0.5);
    assertThat(ModelMetrics.of(rows(0, 0, 1), scores(0.1, 0.5, 0.5)).auc()).isEqualTo(0.75);
  }

  @Test
  void perfectAndReversedRankingsAreTheEnds() {
    assertThat(ModelMetrics.of(rows(0, 0, 1), scores(0.1, 0.2, 0.3)).auc()).isEqualTo(1);
    assertThat(ModelMetrics.of(rows(1, 0, 0), scores(0.1, 0.2, 0.3)).auc()).isEqualTo(0);
  }

  @RepeatedTest(100)
  void aucEqualsTheCountOverAllPairsBitForBit(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    int[] labels = random.ints(2 + random.nextInt(60), 0, 2).toArray();
    labels[0] = 0;
    labels[1] = 1;
    int distinct = 1 + random.nextInt(30);
    double[] scores = random.doubles(labels.length).map(x -> (int) (x * distinct) / 40.0).toArray();

    assertThat(ModelMetrics.of(rows(labels), scores(scores)).auc())
        .isEqualTo(aucOverAllPairs(labels, scores));
  }

  @Test
  void averagePrecisionAddsPrecisionWhereRecallGrows() {
    // Descending: 1, 0, 1, 0. Precision 1/1 at recall 1/2, 2/3 at recall 1.
    assertThat(ModelMetrics.of(rows(0, 0, 1, 1), scores(0.1, 0.4, 0.35, 0.8)).prAuc())
        .isEqualTo((1 + 2.0 / 3) / 2);
  }

  @Test
  void averagePrecisionOfOneTieIsThePositiveShare() {
    assertThat(ModelMetrics.of(rows(0, 1, 0, 0), scores(0.5, 0.5, 0.5, 0.5)).prAuc())
        .isEqualTo(0.25);
  }

  @Test
  void logLossIsTheMeanSurprise() {
    assertThat(ModelMetrics.of(rows(1, 0), scores(0.8, 0.4)).logLoss())
        .isCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, within(1e-15));
  }

  @Test
  void aCertainAndWrongScoreCostsTheClampedLoss() {
    assertThat(ModelMetrics.of(rows(1, 0), scores(0, 0)).logLoss())
        .isCloseTo(52 * Math.log(2) / 2, within(1e-12));
  }

  @Test
  void brierIsTheMeanSquaredError() {
    assertThat(ModelMetrics.of(rows(1, 0), scores(0.75, 0.5)).brier())
        .isEqualTo((0.0625 + 0.25) / 2);
  }

  @Test
  void aScoreOnABinsEdgeCountsAbove() {
    // 0.3 * 10 is 3 and 0.7 * 10 is 7; the float below 0.3 rounds up when multiplied.
    double below = Math.nextDown(0.3);

    assertThat(ModelMetrics.of(rows(1, 0, 1, 0), scores(0.3, 1, below, 0.7)).calibration())
        .containsExactly(
            new CalibrationBin(0.2, 0.3, 1, below, 1),
            new CalibrationBin(0.3, 0.4, 1, 0.3, 1),
            new CalibrationBin(0.7, 0.8, 1, 0.7, 0),
            new CalibrationBin(0.9, 1, 1, 1, 0));
  }

  @Test
  void calibrationBinsHoldMeansAndEmptyBinsAreLeftOut() {
    assertThat(ModelMetrics.of(rows(1, 0, 0), scores(0.25, 0.25, 0.875)).calibration())
        .containsExactly(
            new CalibrationBin(0.2, 0.3, 2, 0.25, 0.5), new CalibrationBin(0.8, 0.9, 1, 0.875, 0));
  }

  @Test
  void thresholdsCountFromTheThresholdOn() {
    var points = ModelMetrics.of(rows(1, 0, 1), scores(0.5, 0.5, 0.2)).thresholds();

    assertThat(points).hasSize(19);
    assertThat(points.get(9)).isEqualTo(new ModelMetrics.ThresholdPoint(0.5, 2, 1, 0.5, 0.5));
    assertThat(points.get(10)).isEqualTo(new ModelMetrics.ThresholdPoint(0.55, 0, 0, null, 0.0));
  }

  @Test
  void scoresOfOtherRowsAreRefused() {
    assertThatThrownBy(() -> ModelMetrics.of(rows(1, 0), scores(0.5)))
        .hasMessageContaining("expected one for each of 2 frozen rows");
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    for (double score : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> scores(0.5, score)).hasMessageContaining("of row 1");
    }
  }

  private static double aucOverAllPairs(int[] labels, double[] scores) {
    long twice = 0;
    long pairs = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels.length; j++) {
        if (labels[i] == 1 && labels[j] == 0) {
          pairs++;
          twice += scores[i] > scores[j] ? 2 : scores[i] == scores[j] ? 1 : 0;
        }
      }
    }
    return twice / (2.0 * pairs);
  }
}
