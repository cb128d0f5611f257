package roundhouse.featureengine.language.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression.Matches;

/// Compiles regular expressions that may be hostile: matching is linear whatever the pattern, but
/// the library itself unrolls counted repeats in each other without a limit.
final class PatternCheck {
  private static final int LARGEST = 100_000;
  private static final java.util.regex.Pattern COUNTED =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{1,9})?)?}");

  private PatternCheck() {}

  /// The compiled pattern; null, with a reason, if it cannot be used.
  static @Nullable Pattern compile(String pattern, Consumer<String> reason) {
    if (pattern.length() > Matches.LONGEST_PATTERN) {
      reason.accept("longer than %d characters".formatted(Matches.LONGEST_PATTERN));
      return null;
    }
    if (!Literals.isUnicode(pattern)) {
      reason.accept("not valid Unicode");
      return null;
    }
    if (unrolled(pattern) > LARGEST) {
      reason.accept("its length times its counted repeats is more than %d".formatted(LARGEST));
      return null;
    }
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      reason.accept(e.getDescription());
      return null;
    }
  }

  /// More than the repeats can make of the pattern, as if all of them stood in each other.
  private static double unrolled(String pattern) {
    return COUNTED
        .matcher(pattern)
        .results()
        .mapToDouble(PatternCheck::greatestCount)
        .reduce(pattern.length(), (size, count) -> size * Math.max(count, 1));
  }

  private static double greatestCount(MatchResult counted) {
    String most = counted.group(2) == null ? counted.group(1) : counted.group(2);
    return Double.parseDouble(most);
  }
}
