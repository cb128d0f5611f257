package roundhouse.featureengine.conformance;

import static roundhouse.featureengine.conformance.Cases.AMOUNT;
import static roundhouse.featureengine.conformance.Cases.CHANNEL;
import static roundhouse.featureengine.conformance.Cases.FLAG;
import static roundhouse.featureengine.conformance.Cases.INSTANT;
import static roundhouse.featureengine.conformance.Cases.NUMBER;
import static roundhouse.featureengine.conformance.Cases.PRICE;
import static roundhouse.featureengine.conformance.Cases.TAGS;
import static roundhouse.featureengine.conformance.Cases.WORD;
import static roundhouse.featureengine.conformance.Cases.minutes;
import static roundhouse.featureengine.conformance.Cases.over;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Aggregate.Changes;
import roundhouse.featureengine.language.ast.Aggregate.Count;
import roundhouse.featureengine.language.ast.Aggregate.DecayedSum;
import roundhouse.featureengine.language.ast.Aggregate.Distinct;
import roundhouse.featureengine.language.ast.Aggregate.DistinctAbout;
import roundhouse.featureengine.language.ast.Aggregate.DistinctUpTo;
import roundhouse.featureengine.language.ast.Aggregate.First;
import roundhouse.featureengine.language.ast.Aggregate.Histogram;
import roundhouse.featureengine.language.ast.Aggregate.Last;
import roundhouse.featureengine.language.ast.Aggregate.LastK;
import roundhouse.featureengine.language.ast.Aggregate.Max;
import roundhouse.featureengine.language.ast.Aggregate.Mean;
import roundhouse.featureengine.language.ast.Aggregate.Min;
import roundhouse.featureengine.language.ast.Aggregate.MinutesSinceLast;
import roundhouse.featureengine.language.ast.Aggregate.Quantile;
import roundhouse.featureengine.language.ast.Aggregate.Share;
import roundhouse.featureengine.language.ast.Aggregate.Spread;
import roundhouse.featureengine.language.ast.Aggregate.StandardDeviation;
import roundhouse.featureengine.language.ast.Aggregate.Sum;
import roundhouse.featureengine.language.ast.Aggregate.TimeSinceLast;
import roundhouse.featureengine.language.ast.Aggregate.TopK;
import roundhouse.featureengine.language.ast.Aggregate.Variance;
import roundhouse.featureengine.language.ast.Expression.Estimate;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.TimeUnit;

/// Every aggregate over every type that it takes, on values that hurt.
final class AggregateCases {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double HUGE = Double.MAX_VALUE;

  private AggregateCases() {}

  /// Readings of these values in minutes 0, 1, …, and an ask in minute 30 over the last hour.
  private static Case given(
      Aggregate aggregate, Field field, @Nullable Object expected, @Nullable Object... values) {
    return Case.of(aggregate + " of " + Arrays.toString(values), over(minutes(60), aggregate))
        .readings(field.name(), values)
        .ask(30, expected);
  }

  /// The same of what a sketch gives, taken for exact.
  private static Case estimated(
      Aggregate aggregate, Field field, @Nullable Object expected, @Nullable Object... values) {
    return Case.of(
            "estimate of %s of %s".formatted(aggregate, Arrays.toString(values)),
            new Estimate(over(minutes(60), aggregate)))
        .readings(field.name(), values)
        .ask(30, expected);
  }

  static List<Case> all() {
    return List.of(
        given(new Count(), NUMBER, 0L),
        given(new Count(), NUMBER, 3L, 1L, null, 1L),
        given(new Sum(NUMBER), NUMBER, null),
        given(new Sum(NUMBER), NUMBER, null, null, null),
        given(new Sum(NUMBER), NUMBER, 3L, 1L, null, 2L),
        given(new Sum(NUMBER), NUMBER, null, Long.MAX_VALUE, 1L),
        given(new Sum(NUMBER), NUMBER, Long.MAX_VALUE, Long.MAX_VALUE, 1L, -1L),
        given(new Sum(NUMBER), NUMBER, -1L, Long.MIN_VALUE, Long.MAX_VALUE),
        given(new Sum(AMOUNT), AMOUNT, 0.0, -0.0, -0.0),
        given(new Sum(AMOUNT), AMOUNT, 0.6, 0.1, 0.2, 0.3),
        given(new Sum(AMOUNT), AMOUNT, 1.0, 1e300, 1.0, -1e300),
        given(new Sum(AMOUNT), AMOUNT, HUGE, HUGE, HUGE, -HUGE),
        given(new Sum(AMOUNT), AMOUNT, INFINITY, HUGE, HUGE),
        given(new Sum(AMOUNT), AMOUNT, NAN, INFINITY, -INFINITY),
        given(new Sum(AMOUNT), AMOUNT, NAN, 1.0, NAN),
        given(new Sum(AMOUNT), AMOUNT, Double.MIN_VALUE, 1.0, Double.MIN_VALUE, -1.0),
        given(new Sum(PRICE), PRICE, 1_999_999_998L, 999_999_999L, 999_999_999L),
        given(new Sum(PRICE), PRICE, -125L, 100L, -225L, null),
        given(new Mean(NUMBER), NUMBER, null),
        given(new Mean(NUMBER), NUMBER, 1.5, 1L, null, 2L),
        given(new Mean(NUMBER), NUMBER, 0x1p63, Long.MAX_VALUE, Long.MAX_VALUE),
        given(new Mean(AMOUNT), AMOUNT, 0.19999999999999998, 0.1, 0.2, 0.3),
        given(new Mean(AMOUNT), AMOUNT, NAN, 0.1, NAN),
        given(new Min(NUMBER), NUMBER, null),
        given(new Min(NUMBER), NUMBER, Long.MIN_VALUE, 5L, Long.MIN_VALUE, null),
        given(new Min(AMOUNT), AMOUNT, -0.0, 0.0, -0.0),
        given(new Min(AMOUNT), AMOUNT, 1.0, NAN, 1.0),
        given(new Min(AMOUNT), AMOUNT, NAN, NAN, null),
        given(new Min(FLAG), FLAG, false, true, false),
        given(new Min(WORD), WORD, "", "a", ""),
        given(new Min(WORD), WORD, "\uFFEE", "\uD83D\uDE00", "\uFFEE"),
        given(new Min(CHANNEL), CHANNEL, "APP", "WEB", "APP"),
        given(new Min(PRICE), PRICE, -1L, 5L, -1L),
        given(new Max(NUMBER), NUMBER, 7L, 7L, -7L, 3L),
        given(new Max(AMOUNT), AMOUNT, NAN, INFINITY, NAN),
        given(new Max(AMOUNT), AMOUNT, 0.0, -0.0, 0.0),
        given(new Max(WORD), WORD, "\uD83D\uDE00", "\uD83D\uDE00", "\uFFEE"),
        given(new Max(INSTANT), INSTANT, 2L, 1L, 2L, null),
        given(new Max(FLAG), FLAG, null, null, null),
        given(new First(NUMBER), NUMBER, null, null, 1L),
        given(new First(WORD), WORD, "a", "a", "b"),
        given(
            new First(TAGS),
            TAGS,
            ListValue.of("x", null),
            ListValue.of("x", null),
            ListValue.of()),
        given(new Last(NUMBER), NUMBER, null, 1L, null),
        given(new Last(AMOUNT), AMOUNT, -0.0, 1.0, -0.0),
        given(new Last(WORD), WORD, "b", "a", "b"),
        given(new Last(FLAG), FLAG, true, false, true),
        given(new Last(CHANNEL), CHANNEL, "SHOP", "APP", "SHOP"),
        given(new Last(PRICE), PRICE, 12L, 1L, 12L),
        given(new Last(TAGS), TAGS, ListValue.of(), ListValue.of("x"), ListValue.of()),
        given(new LastK(NUMBER, 2), NUMBER, ListValue.of()),
        given(new LastK(NUMBER, 2), NUMBER, ListValue.of(3L, null), 1L, null, 3L),
        given(new LastK(WORD, 5), WORD, ListValue.of("b", "a"), "a", "b"),
        given(new Distinct(NUMBER), NUMBER, 0L),
        given(new Distinct(NUMBER), NUMBER, 2L, 1L, null, 2L, 1L),
        given(new Distinct(AMOUNT), AMOUNT, 2L, 0.0, -0.0, NAN, NAN),
        given(new Distinct(WORD), WORD, 2L, "a", "A", "a"),
        given(new Distinct(PRICE), PRICE, 1L, 5L, 5L),
        given(new DistinctUpTo(WORD, 2), WORD, 2L, "a", "b", "a"),
        given(new DistinctUpTo(WORD, 2), WORD, 3L, "a", "b", "c", "d"),
        given(new DistinctAbout(WORD, 14), WORD, 0L),
        given(new DistinctAbout(WORD, 14), WORD, 3L, "a", "b", "c", "a"),
        given(new DistinctAbout(AMOUNT, 4), AMOUNT, 1L, 0.0, -0.0),
        given(new Variance(NUMBER, Spread.POPULATION), NUMBER, 0.0, 5L),
        given(new Variance(NUMBER, Spread.SAMPLE), NUMBER, null, 5L),
        given(new Variance(NUMBER, Spread.SAMPLE), NUMBER, 0.5, 1L, 2L),
        given(new Variance(AMOUNT, Spread.POPULATION), AMOUNT, 0.25, 1e8 + 1, 1e8, null),
        given(new Variance(AMOUNT, Spread.POPULATION), AMOUNT, NAN, INFINITY, 1.0),
        given(new Variance(AMOUNT, Spread.POPULATION), AMOUNT, INFINITY, HUGE, -HUGE),
        given(new StandardDeviation(NUMBER, Spread.POPULATION), NUMBER, 1.0, 1L, 3L),
        given(new StandardDeviation(PRICE, Spread.SAMPLE), PRICE, Math.sqrt(0.0002), 1L, 3L),
        given(new Quantile(AMOUNT, 0.5, 0.01), AMOUNT, null),
        given(new Quantile(AMOUNT, 0.5, 0.01), AMOUNT, 0.0, -1.0, -0.0, 1.0),
        given(new Quantile(AMOUNT, 1.0, 0.01), AMOUNT, NAN, INFINITY, NAN),
        given(new Quantile(NUMBER, 0.0, 0.5), NUMBER, 0.0, 0L, 5L),
        estimated(new DistinctAbout(WORD, 14), WORD, 2L, "a", "b"),
        estimated(new Quantile(NUMBER, 0.5, 0.01), NUMBER, null),
        given(new TopK(WORD, 2), WORD, ListValue.of()),
        given(new TopK(WORD, 2), WORD, ListValue.of("b", "a"), "c", "a", "b", "b"),
        given(new TopK(AMOUNT, 1), AMOUNT, ListValue.of(0.0), -0.0, 0.0, 1.0),
        given(new Histogram(AMOUNT, List.of(0.0, 1.0)), AMOUNT, ListValue.of(0L, 0L, 0L)),
        given(
            new Histogram(AMOUNT, List.of(0.0, 1.0)),
            AMOUNT,
            ListValue.of(1L, 1L, 2L),
            -1.0,
            -0.0,
            1.0,
            NAN),
        given(new Histogram(NUMBER, List.of(2.0)), NUMBER, ListValue.of(1L, 1L), 1L, 2L, null),
        given(new DecayedSum(AMOUNT, Duration.ofMinutes(30)), AMOUNT, null),
        given(new DecayedSum(AMOUNT, Duration.ofMinutes(30)), AMOUNT, 0.5, 1.0),
        given(new DecayedSum(AMOUNT, Duration.ofMinutes(30)), AMOUNT, NAN, NAN, 1.0),
        given(new Share(FLAG), FLAG, null, null, null),
        given(new Share(FLAG), FLAG, 0.5, true, null, false),
        given(new MinutesSinceLast(), NUMBER, null),
        given(new MinutesSinceLast(), NUMBER, 29.0, 1L, 1L),
        given(new TimeSinceLast(TimeUnit.SECONDS), NUMBER, 1740.0, 1L, null),
        given(new Changes(WORD), WORD, 0L, "a", null, "a"),
        given(new Changes(WORD), WORD, 2L, "a", "b", null, "b", "a"),
        given(new Changes(AMOUNT), AMOUNT, 0L, 0.0, -0.0));
  }
}
