package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExactLongSumTest {

  @Property(tries = 2_000)
  void sumIsThatOfBigIntegers(@ForAll List<Long> added, @ForAll List<Long> subtracted) {
    ExactLongSum sum = sumOf(added);
    subtracted.forEach(sum::subtract);
    BigInteger exact = exactSumOf(added).subtract(exactSumOf(subtracted));

    assertThat(sum.fitsLong()).isEqualTo(exact.bitLength() < Long.SIZE);
    assertThat(sum.longValue()).isEqualTo(exact.longValue());
    assertThat(sum.doubleValue()).isEqualTo(exact.doubleValue());
  }

  @Property(tries = 500)
  void mergesHaveNoBearing(@ForAll List<Long> some, @ForAll List<Long> others) {
    ExactLongSum merged = sumOf(some);
    merged.add(sumOf(others));
    BigInteger exact = exactSumOf(some).add(exactSumOf(others));
    assertThat(merged.doubleValue()).isEqualTo(exact.doubleValue());
  }

  @Test
  void overflowIsJudgedAtTheEnd() {
    ExactLongSum sum = sumOf(List.of(Long.MAX_VALUE, Long.MAX_VALUE, 2L));
    assertThat(sum.fitsLong()).isFalse();
    assertThat(sum.doubleValue()).isEqualTo(0x1p64);
    sum.subtract(Long.MAX_VALUE);
    sum.subtract(2);
    assertThat(sum.fitsLong()).isTrue();
    assertThat(sum.longValue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void magnitudesAroundTheLimitsRoundToEven() {
    assertThat(sumOf(List.of(Long.MIN_VALUE, Long.MIN_VALUE)).doubleValue()).isEqualTo(-0x1p64);
    assertThat(sumOf(List.of(Long.MAX_VALUE, 1L)).doubleValue()).isEqualTo(0x1p63);
    assertThat(sumOf(List.of(Long.MIN_VALUE, -1L)).doubleValue()).isEqualTo(-0x1p63);
  }

  private static ExactLongSum sumOf(List<Long> values) {
    ExactLongSum sum = new ExactLongSum();
    values.forEach(sum::add);
    return sum;
  }

  private static BigInteger exactSumOf(List<Long> values) {
    return values.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
  }
}
