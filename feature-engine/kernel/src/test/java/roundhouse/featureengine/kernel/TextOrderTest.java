package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextOrderTest {

  @Property(tries = 2_000)
  void orderIsThatOfTheUtf8Bytes(@ForAll("texts") String left, @ForAll("texts") String right) {
    int ofBytes =
        Arrays.compareUnsigned(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(TextOrder.compare(left, right))).isEqualTo(Integer.signum(ofBytes));
  }

  @Test
  void emojiComesAfterTheLastPlainCharacter() {
    assertThat(TextOrder.compare("\uD83D\uDE00", "\uFFEE")).isPositive();
    assertThat("\uD83D\uDE00".compareTo("\uFFEE")).as("Java's own order").isNegative();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "b", "é", "\uD7FF", "\uE000", "\uFFEE", "\uD800\uDC00", "\uDBFF\uDFFF")
        .list()
        .ofMaxSize(4)
        .map(parts -> String.join("", parts));
  }
}
