package roundhouse.featureengine.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text to and from UTF-8 without a change: Java's own conversions put a mark in place of what they
/// cannot convert, and different texts would become one.
public final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8() {}

  /// Whether text has a form in UTF-8. Half of a surrogate pair has none.
  public static boolean isValid(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /// The text of those bytes. Throws [IllegalArgumentException] where they are no UTF-8.
  public static String text(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0 && !isFormOf(text, bytes, from, length)) {
      throw new IllegalArgumentException("bytes that are no UTF-8");
    }
    return text;
  }

  /// The mark of a replacement may also be in the text itself.
  private static boolean isFormOf(String text, byte[] bytes, int from, int length) {
    byte[] form = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.equals(form, 0, form.length, bytes, from, from + length);
  }
}
