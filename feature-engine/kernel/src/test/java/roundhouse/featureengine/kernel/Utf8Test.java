package roundhouse.featureengine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\u00e9", "\ufffd", "\ud83d\ude00", "a\ud83d\ude00b\ufffd"})
  void textIsReadBack(String text) {
    assertThat(Utf8.isValid(text)).isTrue();
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.text(bytes, 1, bytes.length - 2)).isEqualTo(text);
  }

  @Test
  void halfOfAPairHasNoForm() {
    assertThat(Utf8.isValid("\ud83d")).isFalse();
    assertThat(Utf8.isValid("\ude00")).isFalse();
    assertThat(Utf8.isValid("\ude00\ud83d")).isFalse();
    assertThat(Utf8.isValid("a\ud83db")).isFalse();
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Utf8.text(new byte[] {'a', (byte) 0xFF, 'b'}, 0, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Utf8.text(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD}, 0, 3));
  }
}
