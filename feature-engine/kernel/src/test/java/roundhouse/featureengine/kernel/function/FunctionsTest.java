package roundhouse.featureengine.kernel.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import roundhouse.featureengine.kernel.ListValue;

/// Text, doubles and hashes.
class FunctionsTest {
  private static final String FACE = "\uD83D\uDE00";

  @Test
  void textIsCountedInCodePoints() {
    assertThat(Texts.length("a" + FACE + "b")).isEqualTo(3);
    assertThat(Texts.substring("a" + FACE + "b", 1, 1)).isEqualTo(FACE);
    assertThat(Texts.substring("ab", 1, Integer.MAX_VALUE)).isEqualTo("b");
    assertThat(Texts.substring("ab", 2, 1)).isEmpty();
  }

  @Test
  void caseKnowsNoLanguageAndNoLongerForms() {
    assertThat(Texts.lower("İÄ\uD801\uDC00")).isEqualTo("iä\uD801\uDC28");
    assertThat(Texts.upper("straße")).isEqualTo("STRAßE");
    assertThat(Texts.trim("\t a b \u00A0 ")).isEqualTo("a b \u00A0");
  }

  @Test
  void splitKeepsEmptyPieces() {
    assertThat(Texts.split("", ",")).isEqualTo(ListValue.of(""));
    assertThat(Texts.split(",a,,b,", ",")).isEqualTo(ListValue.of("", "a", "", "b", ""));
    assertThat(Texts.split("aaa", "aa")).isEqualTo(ListValue.of("", "a"));
  }

  @Test
  void expressionsThatExplodeElsewhereAreLinear() {
    Pattern explosive = Pattern.compile("(a*)*b");
    String text = "a".repeat(20_000);
    long start = System.nanoTime();
    assertThat(Texts.matches(text, explosive)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void groupThatTookNoPartIsNull() {
    Pattern pattern = Pattern.compile("x(a)|y(b)");
    assertThat(Texts.extract("..yb", pattern, 0)).isEqualTo("yb");
    assertThat(Texts.extract("..yb", pattern, 2)).isEqualTo("b");
    assertThat(Texts.extract("..yb", pattern, 1)).isNull();
    assertThat(Texts.extract("..", pattern, 0)).isNull();
  }

  @Test
  void bucketHoldsItsLowerBoundary() {
    double[] boundaries = {-1.0, 0.0, 10.0};
    assertThat(Doubles.bucket(Double.NEGATIVE_INFINITY, boundaries)).isZero();
    assertThat(Doubles.bucket(-1.0, boundaries)).isEqualTo(1);
    assertThat(Doubles.bucket(-0.0, boundaries)).isEqualTo(2);
    assertThat(Doubles.bucket(9.99, boundaries)).isEqualTo(2);
    assertThat(Doubles.bucket(Double.NaN, boundaries)).isEqualTo(3);
  }

  @Test
  void longsEndJustBelowTwoToThe63() {
    assertThat(Doubles.hasLong(-0x1p63)).isTrue();
    assertThat(Doubles.hasLong(Math.nextDown(0x1p63))).isTrue();
    assertThat(Doubles.hasLong(0x1p63)).isFalse();
    assertThat(Doubles.hasLong(Double.NaN)).isFalse();
  }

  /// From the reference implementation's own tests and its documentation.
  @Test
  void hashIsXxh64() {
    assertThat(Hashes.ofBytes(new byte[0], 0)).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(Hashes.ofText("a", 0)).isEqualTo(0xD24EC4F1A98C6E5BL);
    assertThat(Hashes.ofText("abc", 0)).isEqualTo(0x44BC2CF5AD770999L);
    assertThat(Hashes.ofText("Nobody inspects the spammish repetition", 0))
        .isEqualTo(0xFBCEA83C8A378BF1L);
  }

  @Property(tries = 500)
  void shortFormsHashTheSameBytes(@ForAll long value, @ForAll long seed) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    assertThat(Hashes.ofLong(value, seed)).isEqualTo(Hashes.ofBytes(bytes, seed));
    assertThat(Hashes.ofBoolean(true, seed)).isEqualTo(Hashes.ofBytes(new byte[] {1}, seed));
    assertThat(Hashes.ofDouble(-0.0, seed)).isEqualTo(Hashes.ofLong(0, seed));
    assertThat(Hashes.ofText("é", seed)).isEqualTo(Hashes.ofBytes("é".getBytes(UTF_8), seed));
    assertThat(Hashes.bucket(value, 7)).isBetween(0L, 6L);
  }
}
