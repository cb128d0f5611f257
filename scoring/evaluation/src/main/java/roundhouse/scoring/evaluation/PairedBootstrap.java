package roundhouse.scoring.evaluation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How sure a metric is, and a difference of two models on the same rows: percentile intervals over
/// resamples of whole blocks of time, since rows of one day are alike and resampling them one by
/// one would pretend to know more.
///
/// The result is a function of seed, rows and scores only, on any number of threads: all draws come
/// from one `SplittableRandom(seed)` (SplitMix64), in order of resample and then of draw. A draw is
/// block ⌊x · K / 2^64⌋ of K for the next 64 bits x, unsigned. A resample draws K blocks. Its ends
/// are quantiles by linear interpolation between order statistics ((n − 1) · q, from 0).
///
/// Cost: rows are sorted once for each model; a resample is one pass over them.
///
/// @param resamples 1 or more
/// @param block length of a block of ask time, at least a millisecond
/// @param confidence of the two-sided interval, between 0 and 1
public record PairedBootstrap(long seed, int resamples, Duration block, double confidence) {
  /// Fewer blocks than this say nothing about how much they vary: there is no interval then.
  public static final int MINIMUM_BLOCKS = 5;

  /// Largest number of resamples, which bounds memory and time.
  public static final int MAXIMUM_RESAMPLES = 100_000;

  public static final Duration SHORTEST_BLOCK = Duration.ofMillis(1);

  private static final double MINIMUM_DEFINED = 0.9;

  public PairedBootstrap {
    if (resamples < 1 || resamples > MAXIMUM_RESAMPLES) {
      throw new IllegalArgumentException(
          "Resamples '%d': expected 1 to %d; 500 are usual"
              .formatted(resamples, MAXIMUM_RESAMPLES));
    }
    if (block.compareTo(SHORTEST_BLOCK) < 0) {
      throw new IllegalArgumentException(
          "Block '%s': expected a millisecond or longer; P1D is usual".formatted(block));
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "Confidence '%s': expected a number between 0 and 1; 0.95 is usual"
              .formatted(confidence));
    }
  }

  /// Intervals, each empty where there are fewer than [#MINIMUM_BLOCKS] blocks, or where more than
  /// a tenth of the resamples hold one class only and so have no AUC.
  ///
  /// @param difference challenger − champion in the primary metric, turned so that higher is better
  public record Intervals(
      int blocks,
      Optional<Interval> challengerAuc,
      Optional<Interval> championAuc,
      Optional<Interval> difference) {}

  /// The interval of one model's AUC.
  public Intervals resample(FrozenRows rows, Scores challenger) {
    return resample(rows, challenger, null, PrimaryMetric.AUC);
  }

  /// The intervals of both models' AUC and of their difference in `metric`, all from the same
  /// resamples.
  public Intervals resample(
      FrozenRows rows, Scores challenger, @Nullable Scores champion, PrimaryMetric metric) {
    TimeBlocks blocks = rows.blocks(block);
    int[][] counts = draw(blocks.count());
    double[] challengerAuc = aucs(rows, challenger, blocks, counts);
    if (champion == null) {
      return new Intervals(
          blocks.count(), interval(challengerAuc, blocks), Optional.empty(), Optional.empty());
    }
    double[] championAuc = aucs(rows, champion, blocks, counts);
    double[] difference =
        switch (metric) {
          case AUC -> subtract(challengerAuc, championAuc);
          case LOG_LOSS ->
              subtract(
                  losses(rows, champion, blocks, counts), losses(rows, challenger, blocks, counts));
        };
    return new Intervals(
        blocks.count(),
        interval(challengerAuc, blocks),
        interval(championAuc, blocks),
        interval(difference, blocks));
  }

  private int[][] draw(int blocks) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] counts = new int[resamples][blocks];
    for (int[] resample : counts) {
      for (int draw = 0; draw < blocks; draw++) {
        resample[(int) Math.unsignedMultiplyHigh(random.nextLong(), blocks)]++;
      }
    }
    return counts;
  }

  private static double[] aucs(FrozenRows rows, Scores scores, TimeBlocks blocks, int[][] counts) {
    Ranking ranking = Ranking.of(rows, scores, blocks);
    return each(counts, resample -> ranking.auc(counts[resample]));
  }

  private static double[] losses(
      FrozenRows rows, Scores scores, TimeBlocks blocks, int[][] counts) {
    double[] sums = new double[blocks.count()];
    int[] sizes = new int[blocks.count()];
    for (int row = 0; row < rows.size(); row++) {
      sums[blocks.of(row)] += ModelMetrics.rowLoss(rows.label(row), scores.probability(row));
      sizes[blocks.of(row)]++;
    }
    return each(counts, resample -> weightedMean(sums, sizes, counts[resample]));
  }

  private static double weightedMean(double[] sums, int[] sizes, int[] counts) {
    double sum = 0;
    long size = 0;
    for (int block = 0; block < sums.length; block++) {
      sum += sums[block] * counts[block];
      size += (long) sizes[block] * counts[block];
    }
    return sum / size;
  }

  private static double[] each(int[][] counts, IntToDoubleFunction statistic) {
    return IntStream.range(0, counts.length).parallel().mapToDouble(statistic).toArray();
  }

  private static double[] subtract(double[] left, double[] right) {
    double[] difference = new double[left.length];
    Arrays.setAll(difference, i -> left[i] - right[i]);
    return difference;
  }

  private Optional<Interval> interval(double[] values, TimeBlocks blocks) {
    double[] defined =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    if (blocks.count() < MINIMUM_BLOCKS || defined.length < MINIMUM_DEFINED * values.length) {
      return Optional.empty();
    }
    double tail = (1 - confidence) / 2;
    return Optional.of(new Interval(quantile(defined, tail), quantile(defined, 1 - tail)));
  }

  private static double quantile(double[] sorted, double q) {
    double position = (sorted.length - 1) * q;
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
