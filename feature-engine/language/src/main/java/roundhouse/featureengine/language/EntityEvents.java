package roundhouse.featureengine.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Aggregate.Spread;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.And;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.History.KeyMatch;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.Window;

/// The events of a stream that are about the ask's entity.
///
/// ```java
/// var fromOrigin = DEPARTED.where(FlightDeparted::origin).equalTo(FlightScheduled::origin);
/// fromOrigin.mean(FlightDeparted::depDelay).within(hours(2))
/// ```
///
/// @param <A> the ask's record
/// @param <E> the event's record
public final class EntityEvents<A, E extends Record> {
  private final EventStream<E> stream;
  private final List<KeyMatch> keys;
  private final Expression filter;

  private EntityEvents(EventStream<E> stream, List<KeyMatch> keys, Expression filter) {
    this.stream = stream;
    this.keys = keys;
    this.filter = filter;
  }

  /// One more part of the entity's key.
  public <K extends @Nullable Object> NextKey<A, E, K> and(FieldReference<E, K> field) {
    return new NextKey<>(this, FieldNames.fieldOf(field));
  }

  /// One more part of the entity's key, computed.
  public <K extends @Nullable Object> NextKey<A, E, K> and(Value<E, K> value) {
    return new NextKey<>(this, value.expression());
  }

  /// Only the events for which the condition is true, before anything is aggregated.
  public EntityEvents<A, E> onlyIf(Value<E, ? extends @Nullable Boolean> condition) {
    Expression both =
        filter.equals(Literal.of(true))
            ? condition.expression()
            : new And(List.of(filter, condition.expression()));
    return new EntityEvents<>(stream, keys, both);
  }

  /// How many events; 0 if none.
  public Windowed<A, Long> count() {
    return windowed(new Aggregate.Count());
  }

  /// The exact sum, rounded once; null if there is no value.
  public <N extends @Nullable Number> Windowed<A, N> sum(FieldReference<E, N> field) {
    return sum(Expressions.field(field));
  }

  public <N extends @Nullable Number> Windowed<A, N> sum(Value<E, N> value) {
    return windowed(new Aggregate.Sum(value.expression()));
  }

  /// The exact sum, rounded once, over how many values there are; null if there is none.
  public Windowed<A, Double> mean(FieldReference<E, ? extends @Nullable Number> field) {
    return mean(Expressions.field(field));
  }

  public Windowed<A, Double> mean(Value<E, ? extends @Nullable Number> value) {
    return windowed(new Aggregate.Mean(value.expression()));
  }

  public <T extends @Nullable Object> Windowed<A, T> min(FieldReference<E, T> field) {
    return min(Expressions.field(field));
  }

  public <T extends @Nullable Object> Windowed<A, T> min(Value<E, T> value) {
    return windowed(new Aggregate.Min(value.expression()));
  }

  public <T extends @Nullable Object> Windowed<A, T> max(FieldReference<E, T> field) {
    return max(Expressions.field(field));
  }

  public <T extends @Nullable Object> Windowed<A, T> max(Value<E, T> value) {
    return windowed(new Aggregate.Max(value.expression()));
  }

  /// The value of the first event, null included; null if there is no event.
  public <T extends @Nullable Object> Windowed<A, T> first(FieldReference<E, T> field) {
    return first(Expressions.field(field));
  }

  public <T extends @Nullable Object> Windowed<A, T> first(Value<E, T> value) {
    return windowed(new Aggregate.First(value.expression()));
  }

  /// The value of the last event, null included; null if there is no event.
  public <T extends @Nullable Object> Windowed<A, T> last(FieldReference<E, T> field) {
    return last(Expressions.field(field));
  }

  public <T extends @Nullable Object> Windowed<A, T> last(Value<E, T> value) {
    return windowed(new Aggregate.Last(value.expression()));
  }

  /// The variance of the values as all that there are, from exact moments; null if there is no
  /// value.
  public Windowed<A, Double> populationVariance(
      FieldReference<E, ? extends @Nullable Number> field) {
    return populationVariance(Expressions.field(field));
  }

  public Windowed<A, Double> populationVariance(Value<E, ? extends @Nullable Number> value) {
    return windowed(new Aggregate.Variance(value.expression(), Spread.POPULATION));
  }

  /// The square root of [#populationVariance].
  public Windowed<A, Double> populationStandardDeviation(
      FieldReference<E, ? extends @Nullable Number> field) {
    return populationStandardDeviation(Expressions.field(field));
  }

  public Windowed<A, Double> populationStandardDeviation(
      Value<E, ? extends @Nullable Number> value) {
    return windowed(new Aggregate.StandardDeviation(value.expression(), Spread.POPULATION));
  }

  /// The variance of the values as a sample of more, from exact moments; null with fewer than two
  /// values.
  public Windowed<A, Double> sampleVariance(FieldReference<E, ? extends @Nullable Number> field) {
    return sampleVariance(Expressions.field(field));
  }

  public Windowed<A, Double> sampleVariance(Value<E, ? extends @Nullable Number> value) {
    return windowed(new Aggregate.Variance(value.expression(), Spread.SAMPLE));
  }

  /// The square root of [#sampleVariance].
  public Windowed<A, Double> sampleStandardDeviation(
      FieldReference<E, ? extends @Nullable Number> field) {
    return sampleStandardDeviation(Expressions.field(field));
  }

  public Windowed<A, Double> sampleStandardDeviation(Value<E, ? extends @Nullable Number> value) {
    return windowed(new Aggregate.StandardDeviation(value.expression(), Spread.SAMPLE));
  }

  /// The values of the last events, nulls included, the last event's first; empty if there is none.
  ///
  /// @param count how many at most
  public <T extends @Nullable Object> Windowed<A, List<T>> last(
      int count, FieldReference<E, T> field) {
    return last(count, Expressions.field(field));
  }

  public <T extends @Nullable Object> Windowed<A, List<T>> last(int count, Value<E, T> value) {
    return windowed(new Aggregate.LastK(value.expression(), count));
  }

  /// The most frequent values, the most frequent first, of equally frequent ones the least first;
  /// empty if there is none.
  ///
  /// @param count how many at most
  public <T extends @Nullable Object> Windowed<A, List<T>> top(
      int count, FieldReference<E, T> field) {
    return top(count, Expressions.field(field));
  }

  public <T extends @Nullable Object> Windowed<A, List<T>> top(int count, Value<E, T> value) {
    return windowed(new Aggregate.TopK(value.expression(), count));
  }

  /// How many different values, exactly; 0 if none.
  public Windowed<A, Long> distinct(FieldReference<E, ?> field) {
    return distinct(Expressions.field(field));
  }

  public Windowed<A, Long> distinct(Value<E, ?> value) {
    return windowed(new Aggregate.Distinct(value.expression()));
  }

  /// How many different values, exactly up to the bound; more than that are always bound + 1.
  public Windowed<A, Long> distinctUpTo(int bound, FieldReference<E, ?> field) {
    return distinctUpTo(bound, Expressions.field(field));
  }

  public Windowed<A, Long> distinctUpTo(int bound, Value<E, ?> value) {
    return windowed(new Aggregate.DistinctUpTo(value.expression(), bound));
  }

  /// About how many different values, by HyperLogLog.
  ///
  /// @param precision 4 to 18: the error is about 1.04 ÷ √(2^precision), 1.6 % at 12
  public Windowed<A, Approximate<Long>> distinctAbout(int precision, FieldReference<E, ?> field) {
    return distinctAbout(precision, Expressions.field(field));
  }

  public Windowed<A, Approximate<Long>> distinctAbout(int precision, Value<E, ?> value) {
    return windowed(new Aggregate.DistinctAbout(value.expression(), precision));
  }

  /// About the value below which a share of the values lies: `quantile(0.99, Payment::amount)
  /// .accurateTo(0.01)`; null if there is none.
  public Quantile<A> quantile(
      double quantile, FieldReference<E, ? extends @Nullable Number> field) {
    return quantile(quantile, Expressions.field(field));
  }

  public Quantile<A> quantile(double quantile, Value<E, ? extends @Nullable Number> value) {
    return new Quantile<>(
        accuracy -> windowed(new Aggregate.Quantile(value.expression(), quantile, accuracy)));
  }

  /// How many values lie below the first boundary, between each and the next, and at or above the
  /// last.
  public Windowed<A, List<Long>> histogram(
      FieldReference<E, ? extends @Nullable Number> field, double... boundaries) {
    return histogram(Expressions.field(field), boundaries);
  }

  public Windowed<A, List<Long>> histogram(
      Value<E, ? extends @Nullable Number> value, double... boundaries) {
    List<Double> boxed = Arrays.stream(boundaries).boxed().toList();
    return windowed(new Aggregate.Histogram(value.expression(), boxed));
  }

  /// The sum in which a value counts less the older it is: `decayedSum(Payment::amount)
  /// .halvingEvery(days(7))`; null if there is no value.
  public Decay<A> decayedSum(FieldReference<E, ? extends @Nullable Number> field) {
    return decayedSum(Expressions.field(field));
  }

  public Decay<A> decayedSum(Value<E, ? extends @Nullable Number> value) {
    return new Decay<>(
        halfLife -> windowed(new Aggregate.DecayedSum(value.expression(), halfLife)));
  }

  /// How often the value differs from the one before it; 0 if there is none.
  public Windowed<A, Long> changes(FieldReference<E, ?> field) {
    return changes(Expressions.field(field));
  }

  public Windowed<A, Long> changes(Value<E, ?> value) {
    return windowed(new Aggregate.Changes(value.expression()));
  }

  /// How often the condition is true among the events where it is not null; null if there is none.
  public Windowed<A, Double> share(Value<E, ? extends @Nullable Boolean> condition) {
    return windowed(new Aggregate.Share(condition.expression()));
  }

  /// Minutes from the latest event to the ask; null if there is no event.
  public Windowed<A, Double> minutesSinceLast() {
    return windowed(new Aggregate.MinutesSinceLast());
  }

  /// Seconds from the latest event to the ask; null if there is no event.
  public Windowed<A, Double> secondsSinceLast() {
    return windowed(new Aggregate.TimeSinceLast(TimeUnit.SECONDS));
  }

  /// Hours from the latest event to the ask; null if there is no event.
  public Windowed<A, Double> hoursSinceLast() {
    return windowed(new Aggregate.TimeSinceLast(TimeUnit.HOURS));
  }

  /// Days of 24 hours from the latest event to the ask; null if there is no event.
  public Windowed<A, Double> daysSinceLast() {
    return windowed(new Aggregate.TimeSinceLast(TimeUnit.DAYS));
  }

  /// The latest of these events, to read several of its fields.
  public LatestEvent.Unbounded<A, E> latest() {
    return new LatestEvent.Unbounded<>(this);
  }

  /// What came of the ask: a value of the last event that becomes known after it.
  public Outcome<A, Outcome.Matured<A>> outcome(FieldReference<E, ?> field) {
    return outcome(Expressions.field(field));
  }

  public Outcome<A, Outcome.Matured<A>> outcome(Value<E, ?> value) {
    return new Outcome<>(
        maturity ->
            new Outcome.Matured<>(
                stream, new Outcome.Form(history(), value.expression(), maturity)));
  }

  /// Whether that came of the ask: a condition on the last event that becomes known after it.
  public Outcome<A, Outcome.MaturedTruth<A>> whether(
      FieldReference<E, ? extends @Nullable Boolean> field) {
    return whether(Expressions.field(field));
  }

  public Outcome<A, Outcome.MaturedTruth<A>> whether(
      Value<E, ? extends @Nullable Boolean> condition) {
    return new Outcome<>(
        maturity ->
            new Outcome.MaturedTruth<>(
                stream, new Outcome.Form(history(), condition.expression(), maturity)));
  }

  private History history() {
    return new History(stream.schema().name(), keys, filter);
  }

  private <T extends @Nullable Object> Windowed<A, T> windowed(Aggregate aggregate) {
    return new Windowed<>(stream, history(), aggregate);
  }

  private static <A, E extends Record> EntityEvents<A, E> keyed(
      EventStream<E> stream, List<KeyMatch> earlier, KeyMatch key, Expression filter) {
    List<KeyMatch> keys = new ArrayList<>(earlier);
    keys.add(key);
    return new EntityEvents<>(stream, List.copyOf(keys), filter);
  }

  /// The event's side of an entity's first key.
  public static final class Key<E extends Record, K extends @Nullable Object> {
    private final EventStream<E> stream;
    private final Expression event;

    Key(EventStream<E> stream, Expression event) {
      this.stream = stream;
      this.event = event;
    }

    /// The ask's side of the key. Null equals nothing.
    public <A> EntityEvents<A, E> equalTo(FieldReference<A, K> field) {
      return equalTo(Expressions.field(field));
    }

    public <A> EntityEvents<A, E> equalTo(Value<A, K> value) {
      return keyed(stream, List.of(), new KeyMatch(event, value.expression()), Literal.of(true));
    }
  }

  /// The event's side of a further key.
  public static final class NextKey<A, E extends Record, K extends @Nullable Object> {
    private final EntityEvents<A, E> events;
    private final Expression event;

    private NextKey(EntityEvents<A, E> events, Expression event) {
      this.events = events;
      this.event = event;
    }

    /// The ask's side of the key. Null equals nothing.
    public EntityEvents<A, E> equalTo(FieldReference<A, K> field) {
      return equalTo(Expressions.field(field));
    }

    public EntityEvents<A, E> equalTo(Value<A, K> value) {
      return keyed(
          events.stream, events.keys, new KeyMatch(event, value.expression()), events.filter);
    }
  }

  /// An aggregate that still lacks its window.
  public static final class Windowed<A, T extends @Nullable Object> {
    private final EventStream<?> stream;
    private final History history;
    private final Aggregate aggregate;

    private Windowed(EventStream<?> stream, History history, Aggregate aggregate) {
      this.stream = stream;
      this.history = history;
      this.aggregate = aggregate;
    }

    /// Over the events in (ask.eventTime − length, ask.eventTime], to the microsecond.
    public WindowedValue<A, T> within(Duration length) {
      return new WindowedValue<>(
          stream, new Aggregation(history, aggregate, new Window.Exact(length)), length);
    }

    /// Over all events up to ask.eventTime.
    public Value<A, T> ever() {
      return Value.ofStream(new Aggregation(history, aggregate, new Window.Ever()), stream);
    }
  }

  /// A quantile that still lacks its accuracy.
  public static final class Quantile<A> {
    private final DoubleFunction<Windowed<A, Approximate<Double>>> ofAccuracy;

    private Quantile(DoubleFunction<Windowed<A, Approximate<Double>>> ofAccuracy) {
      this.ofAccuracy = ofAccuracy;
    }

    /// Off by at most that share of the exact quantile: 0.01 is one percent.
    public Windowed<A, Approximate<Double>> accurateTo(double share) {
      return ofAccuracy.apply(share);
    }
  }

  /// A decayed sum that still lacks its half-life.
  public static final class Decay<A> {
    private final Function<Duration, Windowed<A, Double>> ofHalfLife;

    private Decay(Function<Duration, Windowed<A, Double>> ofHalfLife) {
      this.ofHalfLife = ofHalfLife;
    }

    /// A value counts half after that time, a quarter after twice that time.
    public Windowed<A, Double> halvingEvery(Duration halfLife) {
      return ofHalfLife.apply(halfLife);
    }
  }
}
