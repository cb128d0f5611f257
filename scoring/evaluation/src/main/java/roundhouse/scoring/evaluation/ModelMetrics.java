package roundhouse.scoring.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How well one model does on the frozen rows.
///
/// @param auc area under the ROC curve by rank, ties counted half, exact up to the last division
/// @param prAuc average precision: the sum over distinct scores, descending, of the recall gained
///   there times the precision down to there. Nothing is interpolated
/// @param logLoss mean of −ln of the probability given to what happened, each probability clamped
///   to [2^−52, 1 − 2^−52]
/// @param brier mean squared difference of probability and label
/// @param calibration ten bins of equal width, those without rows left out
/// @param thresholds precision and recall at 0.05, 0.10, … 0.95
public record ModelMetrics(
    double auc,
    double prAuc,
    double logLoss,
    double brier,
    List<CalibrationBin> calibration,
    List<ThresholdPoint> thresholds) {
  static final double CLAMP = 0x1p-52;
  private static final int BINS = 10;
  private static final int THRESHOLDS = 19;

  public ModelMetrics {
    calibration = List.copyOf(calibration);
    thresholds = List.copyOf(thresholds);
  }

  /// Rows whose probability lies in [from, to), the last bin's upper end included.
  ///
  /// @param meanProbability what the model said
  /// @param positiveShare what happened
  public record CalibrationBin(
      double from, double to, int rows, double meanProbability, double positiveShare) {}

  /// What calling every row of probability ≥ `threshold` positive would give.
  ///
  /// @param precision null where no row is called positive
  public record ThresholdPoint(
      double threshold,
      int predictedPositives,
      int truePositives,
      @Nullable Double precision,
      double recall) {}

  /// Throws where there is not one score for each row.
  public static ModelMetrics of(FrozenRows rows, Scores scores) {
    if (rows.size() != scores.size()) {
      throw new IllegalArgumentException(
          "Scores '%d': expected one for each of %d frozen rows; score the same asks"
              .formatted(scores.size(), rows.size()));
    }
    return new ModelMetrics(
        auc(rows, scores),
        averagePrecision(rows, scores),
        logLoss(rows, scores),
        brier(rows, scores),
        calibrate(rows, scores),
        sweepThresholds(rows, scores));
  }

  private static double auc(FrozenRows rows, Scores scores) {
    TimeBlocks oneBlock = new TimeBlocks(new int[rows.size()], 1);
    return Ranking.of(rows, scores, oneBlock).auc(new int[] {1});
  }

  private static double averagePrecision(FrozenRows rows, Scores scores) {
    int[] order = Ranking.ascending(scores);
    double sum = 0;
    int truePositives = 0;
    int counted = 0;
    for (int rank = order.length - 1; rank >= 0; rank--) {
      truePositives += rows.label(order[rank]) ? 1 : 0;
      boolean groupEnds =
          rank == 0 || scores.probability(order[rank]) != scores.probability(order[rank - 1]);
      if (groupEnds) {
        int seen = order.length - rank;
        sum += (double) (truePositives - counted) * truePositives / seen;
        counted = truePositives;
      }
    }
    return sum / rows.positives();
  }

  private static double logLoss(FrozenRows rows, Scores scores) {
    double sum = 0;
    for (int row = 0; row < rows.size(); row++) {
      sum += rowLoss(rows.label(row), scores.probability(row));
    }
    return sum / rows.size();
  }

  static double rowLoss(boolean label, double probability) {
    double clamped = Math.clamp(probability, CLAMP, 1 - CLAMP);
    return -StrictMath.log(label ? clamped : 1 - clamped);
  }

  private static double brier(FrozenRows rows, Scores scores) {
    double sum = 0;
    for (int row = 0; row < rows.size(); row++) {
      double error = scores.probability(row) - (rows.label(row) ? 1 : 0);
      sum += error * error;
    }
    return sum / rows.size();
  }

  private static List<CalibrationBin> calibrate(FrozenRows rows, Scores scores) {
    int[] counts = new int[BINS];
    int[] positives = new int[BINS];
    double[] sums = new double[BINS];
    for (int row = 0; row < rows.size(); row++) {
      int bin = bin(scores.probability(row));
      counts[bin]++;
      positives[bin] += rows.label(row) ? 1 : 0;
      sums[bin] += scores.probability(row);
    }
    List<CalibrationBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        bins.add(
            new CalibrationBin(
                edge(bin),
                edge(bin + 1),
                counts[bin],
                sums[bin] / counts[bin],
                (double) positives[bin] / counts[bin]));
      }
    }
    return bins;
  }

  /// Decided by the printed edges themselves, not by a product that may round across one.
  private static int bin(double probability) {
    int bin = Math.min((int) (probability * BINS), BINS - 1);
    if (probability < edge(bin)) {
      return bin - 1;
    }
    return bin + 1 < BINS && probability >= edge(bin + 1) ? bin + 1 : bin;
  }

  private static double edge(int bin) {
    return (double) bin / BINS;
  }

  private static List<ThresholdPoint> sweepThresholds(FrozenRows rows, Scores scores) {
    List<ThresholdPoint> points = new ArrayList<>();
    for (int step = 1; step <= THRESHOLDS; step++) {
      points.add(at((double) step / (THRESHOLDS + 1), rows, scores));
    }
    return points;
  }

  private static ThresholdPoint at(double threshold, FrozenRows rows, Scores scores) {
    int predicted = 0;
    int correct = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (scores.probability(row) >= threshold) {
        predicted++;
        correct += rows.label(row) ? 1 : 0;
      }
    }
    return new ThresholdPoint(
        threshold,
        predicted,
        correct,
        predicted == 0 ? null : Double.valueOf((double) correct / predicted),
        (double) correct / rows.positives());
  }
}
