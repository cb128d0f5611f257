package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Property(tries = 2_000)
  void sumIsTheExactOneRoundedOnce(@ForAll("doubles") List<Double> values) {
    BigDecimal exact = BigDecimal.ZERO;
    for (double value : values) {
      exact = exact.add(new BigDecimal(value));
    }
    assertThat(sumOf(values).value()).is(theBitsOf(exact.doubleValue()));
  }

  @Property(tries = 1_000)
  void orderHasNoBearing(@ForAll("anyDoubles") List<Double> values, @ForAll long seed) {
    List<Double> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(sumOf(shuffled).value()).is(theBitsOf(sumOf(values).value()));
  }

  @Property(tries = 1_000)
  void mergesHaveNoBearing(@ForAll("anyDoubles") List<Double> values, @ForAll int cut) {
    int middle = Math.floorMod(cut, values.size() + 1);
    ExactSum merged = sumOf(values.subList(0, middle));
    ExactSum rest = sumOf(values.subList(middle, values.size()));
    double restAlone = rest.value();
    merged.add(rest);
    assertThat(merged.value()).is(theBitsOf(sumOf(values).value()));
    assertThat(rest.value()).is(theBitsOf(restAlone));
  }

  @Property(tries = 1_000)
  void subtractingUndoesAdding(
      @ForAll("anyDoubles") List<Double> kept, @ForAll("anyDoubles") List<Double> takenBack) {
    ExactSum sum = sumOf(takenBack);
    sum.value();
    kept.forEach(sum::add);
    takenBack.forEach(sum::subtract);
    assertThat(sum.value()).is(theBitsOf(sumOf(kept).value()));
  }

  @Property(tries = 500)
  void readingBetweenAdditionsChangesNothing(@ForAll("doubles") List<Double> values) {
    ExactSum read = new ExactSum();
    for (double value : values) {
      read.add(value);
      read.value();
    }
    assertThat(read.value()).is(theBitsOf(sumOf(values).value()));
  }

  /// Whole numbers of each length, on half of a double's last place and beside it.
  @Property(tries = 2_000)
  void wholeNumberIsRoundedOnce(@ForAll long seed) {
    Random random = new Random(seed);
    int below = random.nextInt(127 - 53);
    BigInteger half = BigInteger.ONE.shiftLeft(below).shiftRight(1);
    BigInteger whole =
        BigInteger.valueOf(random.nextLong() >>> 11)
            .shiftLeft(below)
            .add(random.nextBoolean() ? half : new BigInteger(below, random))
            .add(BigInteger.valueOf(random.nextInt(3) - 1));
    BigInteger signed = random.nextBoolean() ? whole.negate() : whole;
    int scale = random.nextInt(2047);
    BigDecimal weight = BigDecimal.TWO.pow(scale).multiply(new BigDecimal("0.5").pow(1074));
    assertThat(
            ExactSum.rounded128(
                signed.shiftRight(Long.SIZE).longValue(), signed.longValue(), scale))
        .is(theBitsOf(new BigDecimal(signed).multiply(weight).doubleValue()));
  }

  @Test
  void zeroSumIsPositiveZero() {
    assertThat(sumOf(List.of()).value()).is(theBitsOf(0.0));
    assertThat(sumOf(List.of(-0.0, -0.0)).value()).is(theBitsOf(0.0));
    assertThat(sumOf(List.of(0.1, 0.2, -0.2, -0.1)).value()).is(theBitsOf(0.0));
  }

  @Test
  void smallValueSurvivesBetweenLargeOnes() {
    assertThat(sumOf(List.of(1e300, 1.0, -1e300)).value()).is(theBitsOf(1.0));
    assertThat(sumOf(List.of(1e16, 1.0, 1e-30, -1e16, -1.0)).value()).is(theBitsOf(1e-30));
  }

  @Test
  void halfWayCaseIsDecidedByTheSmallestBit() {
    double even = 1.0;
    double halfUlp = 0x1p-53;
    assertThat(sumOf(List.of(even, halfUlp)).value()).is(theBitsOf(1.0));
    assertThat(sumOf(List.of(even, halfUlp, Double.MIN_VALUE)).value())
        .is(theBitsOf(Math.nextUp(1.0)));
    assertThat(sumOf(List.of(even, halfUlp, -Double.MIN_VALUE)).value()).is(theBitsOf(1.0));
  }

  @Test
  void sumBeyondTheLargestDoubleIsInfiniteAndComesBack() {
    ExactSum sum = sumOf(List.of(Double.MAX_VALUE, Double.MAX_VALUE));
    assertThat(sum.value()).is(theBitsOf(Double.POSITIVE_INFINITY));
    sum.subtract(Double.MAX_VALUE);
    assertThat(sum.value()).is(theBitsOf(Double.MAX_VALUE));
  }

  @Test
  void specialValuesDecideWhileTheyAreIn() {
    ExactSum sum = sumOf(List.of(1.0, Double.POSITIVE_INFINITY));
    assertThat(sum.value()).is(theBitsOf(Double.POSITIVE_INFINITY));
    sum.add(Double.NEGATIVE_INFINITY);
    assertThat(sum.value()).isNaN();
    sum.subtract(Double.POSITIVE_INFINITY);
    assertThat(sum.value()).is(theBitsOf(Double.NEGATIVE_INFINITY));
    sum.subtract(Double.NEGATIVE_INFINITY);
    sum.add(Double.NaN);
    assertThat(sum.value()).isNaN();
    sum.subtract(Double.NaN);
    assertThat(sum.value()).is(theBitsOf(1.0));
  }

  @Test
  void manyAdditionsCarryCorrectly() {
    ExactSum sum = new ExactSum();
    double value = -0.1;
    for (int i = 0; i < 3_000_000; i++) {
      sum.add(value);
    }
    BigDecimal exact = new BigDecimal(value).multiply(new BigDecimal(3_000_000));
    assertThat(sum.value()).is(theBitsOf(exact.doubleValue()));
  }

  @Test
  void clearedSumIsNew() {
    ExactSum sum = sumOf(List.of(1.0, Double.NaN, Double.POSITIVE_INFINITY));
    sum.clear();
    sum.add(2.0);
    assertThat(sum.value()).is(theBitsOf(2.0));
  }

  @Provide
  Arbitrary<List<Double>> doubles() {
    return finite().list().ofMaxSize(30);
  }

  @Provide
  Arbitrary<List<Double>> anyDoubles() {
    Arbitrary<Double> special =
        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    return Arbitraries.frequencyOf(Tuple.of(30, finite()), Tuple.of(1, special))
        .list()
        .ofMaxSize(30);
  }

  /// Every exponent alike, neighbours that cancel, and the edges.
  private static Arbitrary<Double> finite() {
    Arbitrary<Double> anyBits =
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
    Arbitrary<Double> plain = Arbitraries.integers().between(-2_000, 2_000).map(i -> i / 10.0);
    Arbitrary<Double> edges =
        Arbitraries.of(
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            -Double.MIN_NORMAL,
            Math.nextDown(Double.MIN_NORMAL),
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            1.0,
            -1.0,
            0x1p-53,
            -0x1p-53,
            0x1p53,
            -0x1p53);
    return Arbitraries.oneOf(anyBits, plain, edges);
  }

  /// Unlike equality, tells the zeros apart and knows NaN.
  private static Condition<Double> theBitsOf(double expected) {
    return new Condition<>(
        actual -> Double.doubleToLongBits(actual) == Double.doubleToLongBits(expected),
        "the bits of %s",
        expected);
  }

  private static ExactSum sumOf(List<Double> values) {
    ExactSum sum = new ExactSum();
    values.forEach(sum::add);
    return sum;
  }
}
