package roundhouse.featureengine.kernel.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import roundhouse.featureengine.kernel.ExactSum;

/// The fast sum against the wide one, bit for bit.
class DoubleSumTest {
  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void sumIsTheExactOne(@ForAll long seed) {
    Random random = new Random(seed);
    DoubleSum sum = new DoubleSum();
    ExactSum exact = new ExactSum();
    List<Double> inside = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      if (!inside.isEmpty() && random.nextInt(3) == 0) {
        double leaving = inside.remove(random.nextInt(inside.size()));
        sum.subtract(leaving);
        exact.subtract(leaving);
      } else {
        double entering = value(random);
        inside.add(entering);
        sum.add(entering);
        exact.add(entering);
      }
      if (random.nextInt(4) == 0) {
        assertThat(Double.valueOf(sum.value())).isEqualTo(Double.valueOf(exact.value()));
      }
    }
    inside.forEach(sum::subtract);
    assertThat(sum.value()).isEqualTo(0.0);
  }

  /// Mostly amounts; sometimes anything.
  static double value(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextGaussian() * Math.pow(2, random.nextInt(200) - 100);
      case 2 -> random.nextInt(10) == 0 ? Double.POSITIVE_INFINITY : -0.0;
      case 3 -> Double.MIN_VALUE * random.nextInt(5);
      case 4 -> random.nextBoolean() ? Double.MAX_VALUE : -Double.MAX_VALUE;
      default -> random.nextInt(1_000_000) / 100.0;
    };
  }
}
