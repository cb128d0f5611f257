package roundhouse.scoring.evaluation;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Frozen rows and scores for tests.
final class Cases {
  static final Instant START = Instant.parse("2013-10-18T00:00:00Z");

  private Cases() {}

  /// Rows a day apart.
  static FrozenRows rows(int... labels) {
    String[] ids = new String[labels.length];
    boolean[] outcomes = new boolean[labels.length];
    Instant[] times = new Instant[labels.length];
    for (int row = 0; row < labels.length; row++) {
      ids[row] = "ask-" + row;
      outcomes[row] = labels[row] == 1;
      times[row] = START.plus(Duration.ofDays(row));
    }
    return FrozenRows.of(ids, outcomes, times);
  }

  /// `count` rows spread evenly over two weeks, three in ten positive.
  static FrozenRows twoWeeks(int count) {
    SplittableRandom random = new SplittableRandom(1);
    String[] ids = new String[count];
    boolean[] labels = new boolean[count];
    Instant[] times = new Instant[count];
    for (int row = 0; row < count; row++) {
      ids[row] = "ask-" + row;
      labels[row] = random.nextDouble() < 0.3;
      times[row] = START.plus(Duration.ofSeconds(14L * 86_400 * row / count));
    }
    return FrozenRows.of(ids, labels, times);
  }

  /// Scores of a model that separates the classes by `strength` standard deviations of its noise.
  static Scores noisy(FrozenRows rows, double strength, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] scores = new double[rows.size()];
    Arrays.setAll(
        scores,
        row -> 1 / (1 + Math.exp(1 - (rows.label(row) ? strength : 0) - random.nextGaussian())));
    return Scores.of(scores);
  }

  static Scores scores(double... probabilities) {
    return Scores.of(probabilities);
  }
}
