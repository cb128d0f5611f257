package roundhouse.featureengine.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.And;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.History.KeyMatch;
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

  /// How many different values, exactly; 0 if none.
  public Windowed<A, Long> distinct(FieldReference<E, ?> field) {
    return distinct(Expressions.field(field));
  }

  public Windowed<A, Long> distinct(Value<E, ?> value) {
    return windowed(new Aggregate.Distinct(value.expression()));
  }

  /// How often the condition is true among the events where it is not null; null if there is none.
  public Windowed<A, Double> share(Value<E, ? extends @Nullable Boolean> condition) {
    return windowed(new Aggregate.Share(condition.expression()));
  }

  /// Minutes from the latest event to the ask; null if there is no event.
  public Windowed<A, Double> minutesSinceLast() {
    return windowed(new Aggregate.MinutesSinceLast());
  }

  /// What came of the ask: a value of the last event that becomes known after it.
  public <T extends @Nullable Object> Outcome<A, T> outcome(FieldReference<E, T> field) {
    return outcome(Expressions.field(field));
  }

  public <T extends @Nullable Object> Outcome<A, T> outcome(Value<E, T> value) {
    return new Outcome<>(stream, history(), value.expression());
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
      return keyed(
          stream, List.of(), new KeyMatch(event, FieldNames.fieldOf(field)), Literal.of(true));
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
      return keyed(
          events.stream,
          events.keys,
          new KeyMatch(event, FieldNames.fieldOf(field)),
          events.filter);
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
    public Value<A, T> within(Duration length) {
      return Value.ofStream(new Aggregation(history, aggregate, new Window.Exact(length)), stream);
    }
  }
}
