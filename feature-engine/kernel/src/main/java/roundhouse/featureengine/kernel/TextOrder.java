package roundhouse.featureengine.kernel;

/// The order of strings: that of their UTF-8 bytes, which is that of their code points. Java's own
/// order differs above U+FFFF, where it would disagree with every other system.
public final class TextOrder {
  private TextOrder() {}

  public static int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Character.compare(weight(l), weight(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /// Lifts surrogates, the halves of code points above U+FFFF, over the last plain characters.
  private static char weight(char c) {
    if (c < 0xD800) {
      return c;
    }
    return (char) (c < 0xE000 ? c + 0x2000 : c - 0x0800);
  }
}
