package roundhouse.featureengine.kernel.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;

/// Operations on text, by code points.
public final class Texts {
  private Texts() {}

  /// Each code point's lower case by itself.
  public static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      lower.appendCodePoint(Character.toLowerCase(point));
      i += Character.charCount(point);
    }
    return lower.toString();
  }

  /// Each code point's upper case by itself.
  public static String upper(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      upper.appendCodePoint(Character.toUpperCase(point));
      i += Character.charCount(point);
    }
    return upper.toString();
  }

  /// Without what is at most U+0020 at both ends.
  public static String trim(String text) {
    return text.trim();
  }

  /// How many code points it has.
  public static long length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// So many code points from that one on, as far as there are any.
  public static String substring(String text, int from, int length) {
    int start = skip(text, 0, from);
    return text.substring(start, skip(text, start, length));
  }

  private static int skip(String text, int start, int points) {
    int at = start;
    for (int i = 0; i < points && at < text.length(); i++) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /// The pieces between separators.
  ///
  /// @param separator not empty
  public static ListValue split(String text, String separator) {
    List<@Nullable Object> pieces = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      pieces.add(text.substring(start, end));
      start = end + separator.length();
    }
    pieces.add(text.substring(start));
    return new ListValue(pieces);
  }

  /// Whether the pattern matches anywhere, in time linear in the text.
  public static boolean matches(String text, Pattern pattern) {
    return pattern.matcher(text).find();
  }

  /// What the group matched in the first match; null if nothing.
  public static @Nullable String extract(String text, Pattern pattern, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(group) : null;
  }
}
