package roundhouse.featureengine.language.interpreter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Aggregates of values that are all there, none of them null, straight from what they mean.
final class Fold {
  private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger GREATEST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private Fold() {}

  static @Nullable Object sum(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    if (values.getFirst() instanceof Double) {
      return sumOfDoubles(values);
    }
    BigInteger sum = sumOfLongs(values);
    boolean fits = sum.compareTo(LEAST_LONG) >= 0 && sum.compareTo(GREATEST_LONG) <= 0;
    return fits ? sum.longValue() : null;
  }

  static @Nullable Object mean(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    double sum =
        values.getFirst() instanceof Double
            ? sumOfDoubles(values)
            : sumOfLongs(values).doubleValue();
    return sum / values.size();
  }

  static @Nullable Object min(List<Object> values) {
    return values.stream().min(ORDER).orElse(null);
  }

  static @Nullable Object max(List<Object> values) {
    return values.stream().max(ORDER).orElse(null);
  }

  static long distinct(List<Object> values) {
    Set<Object> different = new HashSet<>();
    for (Object value : values) {
      different.add(value.equals(-0.0) ? Double.valueOf(0.0) : value);
    }
    return different.size();
  }

  static @Nullable Object share(List<Object> conditions) {
    if (conditions.isEmpty()) {
      return null;
    }
    long trues = conditions.stream().filter(Boolean.TRUE::equals).count();
    return (double) trues / conditions.size();
  }

  /// −0.0 before 0.0, NaN last; strings by their UTF-8 bytes.
  private static final Comparator<Object> ORDER =
      (left, right) ->
          switch (left) {
            case Boolean value -> value.compareTo((Boolean) right);
            case Long value -> value.compareTo((Long) right);
            case Double value -> value.compareTo((Double) right);
            case String value -> Event.compareTexts(value, (String) right);
            default -> throw new IllegalStateException("No value: " + left);
          };

  private static double sumOfDoubles(List<Object> values) {
    BigDecimal sum = BigDecimal.ZERO;
    boolean positive = false;
    boolean negative = false;
    for (Object each : values) {
      double value = (Double) each;
      if (Double.isNaN(value)) {
        return Double.NaN;
      } else if (Double.isInfinite(value)) {
        positive |= value > 0;
        negative |= value < 0;
      } else {
        sum = sum.add(new BigDecimal(value));
      }
    }
    if (positive || negative) {
      return positive && negative
          ? Double.NaN
          : positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    return sum.doubleValue();
  }

  private static BigInteger sumOfLongs(List<Object> values) {
    return values.stream()
        .map(value -> BigInteger.valueOf((Long) value))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
