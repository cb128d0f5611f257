package roundhouse.featureengine.language;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Comparison;
import roundhouse.featureengine.language.ast.Expression.IsNull;

/// A value computed from a row of the record R, of the Java type T: an expression that the compiler
/// has typed. Made by [Expressions] and by the aggregates of [EntityEvents].
public sealed class Value<R, T extends @Nullable Object> permits WindowedValue {
  private final Expression expression;
  private final SequencedSet<EventStream<?>> streams;

  Value(Expression expression, SequencedSet<EventStream<?>> streams) {
    this.expression = expression;
    this.streams = streams;
  }

  /// @param operands the values that the expression is made of, whose streams it reads too
  static <R, T extends @Nullable Object> Value<R, T> of(
      Expression expression, List<? extends Value<?, ?>> operands) {
    SequencedSet<EventStream<?>> streams = new LinkedHashSet<>();
    operands.forEach(operand -> streams.addAll(operand.streams()));
    return new Value<>(expression, Collections.unmodifiableSequencedSet(streams));
  }

  static <R, T extends @Nullable Object> Value<R, T> ofStream(
      Expression expression, EventStream<?> stream) {
    return new Value<>(
        expression, Collections.unmodifiableSequencedSet(new LinkedHashSet<>(List.of(stream))));
  }

  public Expression expression() {
    return expression;
  }

  SequencedSet<EventStream<?>> streams() {
    return streams;
  }

  public Value<R, Boolean> equalTo(T other) {
    return compared(Comparator.EQUAL, Expressions.literal(other));
  }

  public Value<R, Boolean> equalTo(Value<R, ? extends T> other) {
    return compared(Comparator.EQUAL, other);
  }

  public Value<R, Boolean> notEqualTo(T other) {
    return compared(Comparator.NOT_EQUAL, Expressions.literal(other));
  }

  public Value<R, Boolean> notEqualTo(Value<R, ? extends T> other) {
    return compared(Comparator.NOT_EQUAL, other);
  }

  public Value<R, Boolean> lessThan(T other) {
    return compared(Comparator.LESS, Expressions.literal(other));
  }

  public Value<R, Boolean> lessThan(Value<R, ? extends T> other) {
    return compared(Comparator.LESS, other);
  }

  public Value<R, Boolean> atMost(T other) {
    return compared(Comparator.AT_MOST, Expressions.literal(other));
  }

  public Value<R, Boolean> atMost(Value<R, ? extends T> other) {
    return compared(Comparator.AT_MOST, other);
  }

  public Value<R, Boolean> greaterThan(T other) {
    return compared(Comparator.GREATER, Expressions.literal(other));
  }

  public Value<R, Boolean> greaterThan(Value<R, ? extends T> other) {
    return compared(Comparator.GREATER, other);
  }

  public Value<R, Boolean> atLeast(T other) {
    return compared(Comparator.AT_LEAST, Expressions.literal(other));
  }

  public Value<R, Boolean> atLeast(Value<R, ? extends T> other) {
    return compared(Comparator.AT_LEAST, other);
  }

  public Value<R, Boolean> isNull() {
    return of(new IsNull(expression), List.of(this));
  }

  private Value<R, Boolean> compared(Comparator comparator, Value<R, ?> other) {
    return of(
        new Comparison(comparator, expression, other.expression()), Arrays.asList(this, other));
  }
}
