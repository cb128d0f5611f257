package roundhouse.featureengine.kernel.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  private static final BigInteger BEYOND = BigInteger.TEN.pow(18);

  @Property(tries = 20_000)
  void arithmeticIsThatOfBigDecimal(@ForAll long seed) {
    Random random = new Random(seed);
    int leftScale = random.nextInt(19);
    int rightScale = random.nextInt(19);
    long left = operand(random, leftScale);
    // One of both is a decimal; the other may be any long.
    long right = operand(random, rightScale) % BEYOND.longValue();
    BigDecimal a = BigDecimal.valueOf(left, leftScale);
    BigDecimal b = BigDecimal.valueOf(right, rightScale);
    int scale = Math.max(leftScale, rightScale);
    long leftFactor = Decimals.powerOfTen(scale - leftScale);
    long rightFactor = Decimals.powerOfTen(scale - rightScale);

    assertThat(Decimals.plus(left, leftFactor, right, rightFactor)).isEqualTo(unscaled(a.add(b)));
    assertThat(Decimals.minus(left, leftFactor, right, rightFactor))
        .isEqualTo(unscaled(a.subtract(b)));
    assertThat(Decimals.times(left, right)).isEqualTo(unscaled(a.multiply(b)));
    assertThat(Decimals.remainder(left, leftFactor, right, rightFactor))
        .isEqualTo(right == 0 ? Decimals.NONE : unscaled(a.remainder(b).setScale(scale)));
    assertThat(Decimals.compare(left, leftFactor, right, rightFactor)).isEqualTo(a.compareTo(b));
  }

  @Property(tries = 20_000)
  void conversionsAreThoseOfBigDecimal(@ForAll long seed) {
    Random random = new Random(seed);
    int scale = random.nextInt(19);
    long unscaled = operand(random, scale);
    int precision = 1 + random.nextInt(18);
    int newScale = random.nextInt(precision + 1);
    BigDecimal value = BigDecimal.valueOf(unscaled, scale);

    assertThat(Decimals.toDouble(unscaled, scale)).isEqualTo(value.doubleValue());
    assertThat(Decimals.rescaled(unscaled, scale, precision, newScale))
        .isEqualTo(unscaled(value.setScale(newScale, RoundingMode.HALF_EVEN), precision));
    assertThat(Decimals.floor(unscaled, scale))
        .isEqualTo(value.setScale(0, RoundingMode.FLOOR).longValueExact());
    assertThat(Decimals.ceil(unscaled, scale))
        .isEqualTo(value.setScale(0, RoundingMode.CEILING).longValueExact());
    assertThat(Decimals.truncated(unscaled, scale))
        .isEqualTo(value.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  @Property(tries = 20_000)
  void decimalOfADoubleIsTheNearest(@ForAll double value, @ForAll long seed) {
    Random random = new Random(seed);
    int precision = 1 + random.nextInt(18);
    int scale = random.nextInt(precision + 1);
    double drawn = random.nextBoolean() ? value : operand(random, 0) / 8.0;
    assertThat(Decimals.ofDouble(drawn, precision, scale))
        .isEqualTo(
            unscaled(new BigDecimal(drawn).setScale(scale, RoundingMode.HALF_EVEN), precision));
  }

  @Test
  void noDecimalIsNearestToNoNumber() {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e18, -1e300}) {
      assertThat(Decimals.ofDouble(value, 18, 0)).isEqualTo(Decimals.NONE);
    }
  }

  /// Near powers of ten, few digits or any; of scale 0 any long.
  private static long operand(Random random, int scale) {
    long any = random.nextLong();
    return switch (random.nextInt(4)) {
      case 0 -> scale == 0 ? any : any % BEYOND.longValue();
      case 1 -> any % 1000;
      case 2 -> Decimals.powerOfTen(random.nextInt(18)) * (random.nextInt(3) - 1) + any % 2;
      default -> any % Decimals.powerOfTen(1 + random.nextInt(18)) / 2 * 2;
    };
  }

  private static long unscaled(BigDecimal value) {
    return unscaled(value, 18);
  }

  private static long unscaled(BigDecimal value, int precision) {
    BigInteger unscaled = value.unscaledValue();
    return unscaled.abs().compareTo(BigInteger.TEN.pow(precision)) < 0
        ? unscaled.longValueExact()
        : Decimals.NONE;
  }
}
