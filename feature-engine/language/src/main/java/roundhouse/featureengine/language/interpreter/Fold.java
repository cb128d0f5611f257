package roundhouse.featureengine.language.interpreter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate.Spread;
import roundhouse.featureengine.language.ast.ValueType.Decimal;

/// Aggregates of values that are all there, none of them null, straight from what they mean.
final class Fold {
  private static final int HALF_LIVES_PER_PERIOD = 64;

  private Fold() {}

  static @Nullable Object sum(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    return switch (values.getFirst()) {
      case Double _ -> sumOfDoubles(values);
      case BigDecimal _ -> Numbers.asDecimal(exactSum(values), Decimal.MOST_DIGITS);
      default -> Numbers.asLong(exactSum(values));
    };
  }

  static @Nullable Object mean(List<Object> values) {
    return values.isEmpty() ? null : roundedSum(values) / values.size();
  }

  static @Nullable Object variance(List<Object> values, Spread spread) {
    long divisor =
        switch (spread) {
          case POPULATION -> values.size();
          case SAMPLE -> values.size() - 1L;
        };
    if (values.isEmpty() || divisor == 0) {
      return null;
    }
    if (values.stream().anyMatch(each -> !Double.isFinite(Numbers.asDouble(each)))) {
      return Double.NaN;
    }
    BigDecimal count = BigDecimal.valueOf(values.size());
    BigDecimal sum = exactSum(values);
    BigDecimal squares =
        values.stream()
            .map(value -> Numbers.exact(value).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal numerator = count.multiply(squares).subtract(sum.pow(2));
    BigInteger powerOfTen = BigInteger.TEN.pow(Math.max(numerator.scale(), 0));
    return Numbers.nearest(
        numerator.multiply(new BigDecimal(powerOfTen)).toBigIntegerExact(),
        powerOfTen.multiply(
            BigInteger.valueOf(values.size()).multiply(BigInteger.valueOf(divisor))));
  }

  static @Nullable Object standardDeviation(List<Object> values, Spread spread) {
    return variance(values, spread) instanceof Double variance ? Math.sqrt(variance) : null;
  }

  static @Nullable Object min(List<Object> values) {
    return values.stream().min(Order.TOTAL).orElse(null);
  }

  static @Nullable Object max(List<Object> values) {
    return values.stream().max(Order.TOTAL).orElse(null);
  }

  static long distinct(List<Object> values) {
    return values.stream().map(Order::one).distinct().count();
  }

  static List<Object> top(List<Object> values, int count) {
    Map<Object, Long> frequencies =
        values.stream()
            .map(Order::one)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return frequencies.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<Object, Long> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey, Order.TOTAL))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  static List<Object> histogram(List<Object> values, List<Double> boundaries) {
    long[] counts = new long[boundaries.size() + 1];
    values.forEach(value -> counts[Numbers.bucket(Numbers.asDouble(value), boundaries)]++);
    List<Object> boxed = new ArrayList<>();
    for (long count : counts) {
      boxed.add(count);
    }
    return boxed;
  }

  /// @param values each with the event time at its place in `times`
  static @Nullable Object decayedSum(
      List<Object> values, List<Long> times, Duration halfLife, long askTime) {
    long half = halfLife.dividedBy(ChronoUnit.MICROS.getDuration());
    long period = HALF_LIVES_PER_PERIOD * half;
    Map<Long, List<Object>> products = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      long time = times.get(i);
      double weight = StrictMath.pow(2, (double) Math.floorMod(time, period) / half);
      products
          .computeIfAbsent(Math.floorDiv(time, period), _ -> new ArrayList<>())
          .add(Numbers.asDouble(values.get(i)) * weight);
    }
    List<Object> terms = new ArrayList<>();
    products.forEach(
        (number, of) -> {
          long age = askTime - number * period;
          double factor = StrictMath.pow(2, -((double) age / half));
          if (factor != 0) {
            terms.add(sumOfDoubles(of) * factor);
          }
        });
    return terms.isEmpty() ? null : sumOfDoubles(terms);
  }

  static @Nullable Object share(List<Object> conditions) {
    if (conditions.isEmpty()) {
      return null;
    }
    long trues = conditions.stream().filter(Boolean.TRUE::equals).count();
    return (double) trues / conditions.size();
  }

  /// @param values in the order of their events
  static long changes(List<Object> values) {
    return IntStream.range(1, values.size())
        .filter(i -> !Order.one(values.get(i)).equals(Order.one(values.get(i - 1))))
        .count();
  }

  private static double roundedSum(List<Object> values) {
    return values.getFirst() instanceof Double
        ? sumOfDoubles(values)
        : exactSum(values).doubleValue();
  }

  private static double sumOfDoubles(List<Object> values) {
    boolean positive = values.contains(Double.POSITIVE_INFINITY);
    boolean negative = values.contains(Double.NEGATIVE_INFINITY);
    if (values.stream().anyMatch(value -> Double.isNaN((Double) value)) || (positive && negative)) {
      return Double.NaN;
    }
    if (positive || negative) {
      return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    return exactSum(values).doubleValue();
  }

  private static BigDecimal exactSum(List<Object> values) {
    return values.stream().map(Numbers::exact).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
