package roundhouse.featureengine.language.interpreter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;

/// Approximate aggregates, step by step as their records define them.
final class Sketches {
  private Sketches() {}

  static long distinctAbout(List<Object> values, int precision) {
    int most = Long.SIZE - precision;
    int[] registers = new int[1 << precision];
    for (Object value : values) {
      long hash = Hash.of(value, 0);
      int register = (int) (hash >>> most);
      int rank = Math.min(most, Long.numberOfLeadingZeros(hash << precision)) + 1;
      registers[register] = Math.max(registers[register], rank);
    }
    int[] holding = new int[most + 2];
    for (int rank : registers) {
      holding[rank]++;
    }
    return (long) StrictMath.rint(estimate(holding, registers.length));
  }

  private static double estimate(int[] holding, double registers) {
    int most = holding.length - 2;
    double z = registers * tau(1 - holding[most + 1] / registers);
    for (int k = most; k >= 1; k--) {
      z = 0.5 * (z + holding[k]);
    }
    z = z + registers * sigma(holding[0] / registers);
    return (registers / z) * registers * 0.7213475204444817;
  }

  private static double sigma(double share) {
    if (share == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = share;
    double y = 1;
    double sum = x;
    double before;
    do {
      x = x * x;
      before = sum;
      sum = sum + x * y;
      y = y + y;
    } while (sum != before);
    return sum;
  }

  private static double tau(double share) {
    if (share == 0 || share == 1) {
      return 0;
    }
    double x = share;
    double y = 1;
    double sum = 1 - x;
    double before;
    do {
      x = StrictMath.sqrt(x);
      before = sum;
      y = 0.5 * y;
      sum = sum - (1 - x) * (1 - x) * y;
    } while (sum != before);
    return sum / 3;
  }

  static @Nullable Object quantile(List<Object> values, Aggregate.Quantile quantile) {
    if (values.isEmpty()) {
      return null;
    }
    int rank = (int) StrictMath.floor(quantile.quantile() * (values.size() - 1));
    double gamma = (1 + quantile.accuracy()) / (1 - quantile.accuracy());
    return values.stream()
        .map(value -> bucketValue(Numbers.asDouble(value), gamma))
        .sorted()
        .toList()
        .get(rank);
  }

  private static double bucketValue(double x, double gamma) {
    if (x == 0) {
      return 0.0;
    }
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return x;
    }
    double log = StrictMath.log(gamma);
    double bucket = StrictMath.ceil(StrictMath.log(Math.abs(x)) / log);
    double value = Math.min(StrictMath.exp(bucket * log) * (2 / (1 + gamma)), Double.MAX_VALUE);
    return x < 0 ? -value : value;
  }
}
