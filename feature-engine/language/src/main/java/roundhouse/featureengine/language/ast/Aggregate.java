package roundhouse.featureengine.language.ast;

import java.time.Duration;
import java.util.List;

/// What is made of the events in a window. No result depends on the order in which events were
/// applied.
///
/// Nulls are left out as in SQL, except by [First], [Last] and [LastK], whose result is the values
/// of single events. An empty window gives 0 for what counts, an empty list for [LastK] and [TopK],
/// a list of zeros for [Histogram], and null for all else.
///
/// *Total order* below means: −0.0 before 0.0, NaN last, `false` before `true`, text and
/// enumerations by UTF-8 bytes. *One value* means: −0.0 and 0.0 are one, NaN is one. *As doubles*
/// means: a long or decimal is made the nearest double first, ties to even. Only [First] and [Last]
/// take lists.
public sealed interface Aggregate {

  /// How many events, whatever their values: a long, never null.
  record Count() implements Aggregate {}

  /// Doubles: the exact sum, rounded once to the nearest double; a zero sum is +0.0; NaN if any
  /// value is, or if both infinities are there. Longs: the exact sum, null where it does not fit 64
  /// bits. Decimals: the exact sum, a decimal of the same scale and 18 digits, null where it has
  /// more. Null without a non-null value.
  record Sum(Expression value) implements Aggregate {}

  /// The exact sum rounded once to a double, divided by how many values are not null; a double.
  record Mean(Expression value) implements Aggregate {}

  /// The least value in the total order. Of −0.0 and 0.0 it is −0.0.
  record Min(Expression value) implements Aggregate {}

  /// The greatest value in the total order.
  record Max(Expression value) implements Aggregate {}

  /// How far values lie from their mean, squared; a double.
  ///
  /// With n values and, exactly, s = Σx and q = Σx²: (n·q − s²) ÷ n² of the population, (n·q − s²)
  /// ÷ (n·(n−1)) of a sample, as an exact fraction rounded once to the nearest double. NaN if any
  /// value is NaN or infinite; infinite past the largest double. Longs and decimals are taken
  /// exactly, not as doubles. Null with fewer than one value, of a sample two.
  record Variance(Expression value, Spread spread) implements Aggregate {}

  /// The IEEE square root of the [Variance], itself rounded; null where that is.
  record StandardDeviation(Expression value, Spread spread) implements Aggregate {}

  /// The value of the first event by (eventTime, event id), null included.
  record First(Expression value) implements Aggregate {}

  /// The value of the last event by (eventTime, event id), null included.
  record Last(Expression value) implements Aggregate {}

  /// The values of the last events by (eventTime, event id), nulls included, the last event's
  /// first: a list of at most so many, never null.
  ///
  /// @param count 1 to [#MOST]
  record LastK(Expression value, int count) implements Aggregate {
    public static final int MOST = 1_000;
  }

  /// How many different values, exactly: a long, never null. −0.0 and 0.0 are one value, NaN is
  /// one.
  record Distinct(Expression value) implements Aggregate {}

  /// How many different values, exactly up to the bound: a long, never null. More than that are
  /// always bound + 1, which reads "more than bound".
  ///
  /// @param bound 1 to [#MOST]
  record DistinctUpTo(Expression value, int bound) implements Aggregate {
    public static final int MOST = 1_000_000;
  }

  /// About how many different values, by HyperLogLog: a long, never null. A function of the set of
  /// values and nothing else; the standard error is 1.04 ÷ √(2^precision).
  ///
  /// With p = precision, m = 2^p and q = 64 − p: each value's hash h is that of
  /// [Expression.HashBucket] with seed 0; its register is the p highest bits of h, its rank one
  /// more than min(q, number of leading zeros of h << p). A register holds the greatest rank that
  /// fell to it, 0 if none did. Let C(k) be how many registers hold k. In doubles, in this order of
  /// operations (Ertl 2017, algorithm 6):
  ///
  /// ```
  /// z = m · τ(1 − C(q+1) ÷ m)
  /// for k = q down to 1:  z = 0.5 · (z + C(k))
  /// z = z + m · σ(C(0) ÷ m)
  /// estimate = (m ÷ z) · m · 0.7213475204444817
  ///
  /// σ(x): if x = 1 → ∞; y = 1, s = x; repeat { x = x·x; before = s; s = s + x·y; y = y + y } until s = before
  /// τ(x): if x = 0 or x = 1 → 0; y = 1, t = 1 − x;
  ///       repeat { x = √x; before = t; y = 0.5·y; t = t − (1−x)·(1−x)·y } until t = before; t ÷ 3
  /// ```
  ///
  /// The result is the estimate rounded to a whole number, ties to even; without values 0.
  ///
  /// @param precision 4 to 18
  record DistinctAbout(Expression value, int precision) implements Aggregate {
    public static final int COARSEST = 4;
    public static final int FINEST = 18;
  }

  /// About the value below which a share of the values lies, by a DDSketch that never merges
  /// buckets: a double, a function of the multiset of values and nothing else. In the range of
  /// normal doubles it differs from the exact quantile by at most the relative accuracy.
  ///
  /// Values are taken as doubles. With a = accuracy, γ = (1 + a) ÷ (1 − a), g =
  /// `StrictMath.log(γ)`: a finite x > 0 falls in bucket i = ⌈`StrictMath.log(x)` ÷ g⌉, whose value
  /// is v(i) = min(`StrictMath.exp(i · g)` · (2 ÷ (1 + γ)), greatest finite double). A finite x < 0
  /// falls in the negative bucket of −x, whose value is −v(i). Both zeros are one bucket of value
  /// 0.0, each infinity is one of its own, NaN is one and comes last. Of n values the result is the
  /// value of the bucket that holds the one of rank ⌊quantile · (n − 1)⌋, counted from 0, in the
  /// order of the buckets' values. All of it in doubles, in the order written.
  ///
  /// @param quantile 0 to 1
  /// @param accuracy 0.001 to 0.5
  record Quantile(Expression value, double quantile, double accuracy) implements Aggregate {
    public static final double FINEST = 0.001;
    public static final double COARSEST = 0.5;
  }

  /// The most frequent values, exactly: a list of at most so many, never null, the most frequent
  /// first and among equally frequent ones the least in the total order. Zeros are one value and
  /// stand as 0.0.
  ///
  /// @param count 1 to [#MOST]
  record TopK(Expression value, int count) implements Aggregate {
    public static final int MOST = 1_000;
  }

  /// How many values, as doubles, lie between boundaries: a list of one more longs than there are
  /// boundaries, never null. The first counts values below the first boundary, the next those at or
  /// above it and below the second, the last those at or above the last, NaN among them.
  ///
  /// @param boundaries finite, strictly rising, 1 to [#MOST_BOUNDARIES]
  record Histogram(Expression value, List<Double> boundaries) implements Aggregate {
    public static final int MOST_BOUNDARIES = 1_000;

    public Histogram {
      boundaries = List.copyOf(boundaries);
    }
  }

  /// The sum in which a value counts half after each half-life, as doubles; a double.
  ///
  /// Landmarks are fixed in time, so that no value depends on when a state was begun. With the
  /// half-life H in microseconds and P = 64·H: an event at t belongs to the period ⌊t ÷ P⌋ and adds
  /// x · `StrictMath.pow(2, (t mod P) ÷ H)` to it, a period's total being the exact sum of these
  /// products, rounded once as by [Sum]. At an ask's event time T the factor of the period that
  /// begins at b is `StrictMath.pow(2, −((T − b) ÷ H))`. The result is the exact sum of total ·
  /// factor over the periods whose factor is not zero, rounded once. Integers are made doubles just
  /// before ÷, which is that of doubles. Null if no such period has a value: what is older than
  /// about 1,100 half-lives is gone.
  record DecayedSum(Expression value, Duration halfLife) implements Aggregate {}

  /// How often the condition is true among the events where it is true or false; a double.
  record Share(Expression condition) implements Aggregate {}

  /// Minutes from the latest event time in the window to the ask's event time; a double.
  record MinutesSinceLast() implements Aggregate {}

  /// How long before the ask's event time the latest event time in the window lies: their
  /// difference in microseconds, made a double, divided by those of the unit.
  record TimeSinceLast(TimeUnit unit) implements Aggregate {}

  /// How often a value differs from the one before it, among the values that are not null, in the
  /// order of (eventTime, event id): a long, never null. −0.0 and 0.0 are one value, NaN is one.
  record Changes(Expression value) implements Aggregate {}

  /// What the values in the window are of those that are spoken of.
  enum Spread {
    /// All of them.
    POPULATION,
    /// Some of them: the variance of all is estimated, dividing by one less.
    SAMPLE
  }
}
