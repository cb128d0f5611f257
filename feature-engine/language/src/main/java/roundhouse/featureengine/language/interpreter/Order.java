package roundhouse.featureengine.language.interpreter;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// How values compare.
final class Order {
  private Order() {}

  /// The total order of aggregates: −0.0 before 0.0, NaN last; text by its UTF-8 bytes.
  static final Comparator<Object> TOTAL =
      (left, right) ->
          switch (left) {
            case Boolean value -> value.compareTo((Boolean) right);
            case Long value -> value.compareTo((Long) right);
            case Double value -> value.compareTo((Double) right);
            case BigDecimal value -> value.compareTo((BigDecimal) right);
            case String value -> compareTexts(value, (String) right);
            default -> throw new IllegalStateException("No value: " + left);
          };

  /// Compares as expressions do: numbers of different types by their value, both zeros equal.
  static int compare(Object left, Object right) {
    if (left instanceof Double || right instanceof Double) {
      // Adding 0.0 turns −0.0 into 0.0, which it equals, and leaves all else.
      return Double.compare(Numbers.asDouble(left) + 0.0, Numbers.asDouble(right) + 0.0);
    }
    return left instanceof Number
        ? Numbers.exact(left).compareTo(Numbers.exact(right))
        : TOTAL.compare(left, right);
  }

  /// The value that stands for all that count as one with it.
  static Object one(Object value) {
    return value.equals(-0.0) ? (Object) 0.0 : value;
  }

  static int compareTexts(String left, String right) {
    return Arrays.compareUnsigned(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
