package roundhouse.featureengine.language;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.And;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;
import roundhouse.featureengine.language.ast.Expression.Coalesce;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Not;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.Expression.Or;
import roundhouse.featureengine.language.ast.ValueType;

/// The words of the language that start a value; meant to be imported statically.
public final class Expressions {
  private Expressions() {}

  /// A field of the row: of the ask in a feature, of the event in an aggregate or filter.
  public static <R, T extends @Nullable Object> Value<R, T> field(FieldReference<R, T> reference) {
    return Value.of(FieldNames.fieldOf(reference), List.of());
  }

  /// A constant: a boolean, int, long, double, String or Instant.
  public static <R, T extends @Nullable Object> Value<R, T> literal(T value) {
    return Value.of(literalOf(value), List.of());
  }

  /// True if all are true, false if any is false, else null.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <R> Value<R, Boolean> all(Value<R, ? extends @Nullable Boolean>... conditions) {
    return Value.of(new And(expressions(conditions)), Arrays.asList(conditions));
  }

  /// True if any is true, false if all are false, else null.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <R> Value<R, Boolean> any(Value<R, ? extends @Nullable Boolean>... conditions) {
    return Value.of(new Or(expressions(conditions)), Arrays.asList(conditions));
  }

  public static <R> Value<R, Boolean> not(Value<R, ? extends @Nullable Boolean> condition) {
    return Value.of(new Not(condition.expression()), List.of(condition));
  }

  /// The first that is not null.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <R, T extends @Nullable Object> Value<R, T> coalesce(Value<R, T>... values) {
    return Value.of(new Coalesce(expressions(values)), Arrays.asList(values));
  }

  public static <R, N extends @Nullable Number> Value<R, N> plus(
      Value<R, N> left, Value<R, N> right) {
    return arithmetic(Operator.PLUS, left, right);
  }

  public static <R, N extends @Nullable Number> Value<R, N> minus(
      Value<R, N> left, Value<R, N> right) {
    return arithmetic(Operator.MINUS, left, right);
  }

  public static <R, N extends @Nullable Number> Value<R, N> times(
      Value<R, N> left, Value<R, N> right) {
    return arithmetic(Operator.TIMES, left, right);
  }

  /// A double, null where the divisor is zero.
  public static <R> Value<R, Double> dividedBy(
      Value<R, ? extends @Nullable Number> left, Value<R, ? extends @Nullable Number> right) {
    return arithmetic(Operator.DIVIDED_BY, left, right);
  }

  /// The hour of the day, 0 to 23: `hourOf(field(FlightScheduled::departure)).in("UTC")`.
  public static <R> Zoned<R> hourOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.HOUR_OF_DAY, instant);
  }

  public static <R> Zoned<R> hourOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return hourOf(field(instant));
  }

  /// The ISO day of the week, 1 (Monday) to 7.
  public static <R> Zoned<R> dayOfWeekOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.DAY_OF_WEEK, instant);
  }

  public static <R> Zoned<R> dayOfWeekOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return dayOfWeekOf(field(instant));
  }

  public static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }

  public static Duration hours(long count) {
    return Duration.ofHours(count);
  }

  /// Days of 24 hours.
  public static Duration days(long count) {
    return Duration.ofDays(count);
  }

  /// A part of an instant that still lacks its zone.
  public record Zoned<R>(CalendarPart part, Value<R, ? extends @Nullable Instant> instant) {

    /// That part of the instant in the zone.
    ///
    /// @param zone `UTC`, an offset, or a region such as `America/New_York`
    public Value<R, Long> in(String zone) {
      return Value.of(new Calendar(part, instant.expression(), zone), List.of(instant));
    }
  }

  private static <R, T extends @Nullable Object> Value<R, T> arithmetic(
      Operator operator, Value<R, ?> left, Value<R, ?> right) {
    return Value.of(
        new Arithmetic(operator, left.expression(), right.expression()),
        Arrays.asList(left, right));
  }

  private static List<Expression> expressions(Value<?, ?>[] values) {
    return Arrays.stream(values).<Expression>map(Value::expression).toList();
  }

  private static Literal literalOf(@Nullable Object value) {
    return switch (value) {
      case Boolean b -> Literal.of(b);
      case Integer i -> Literal.of(i.longValue());
      case Long l -> Literal.of(l);
      case Double d -> Literal.of(d);
      case String s -> Literal.of(s);
      case Instant i -> new Literal(ValueType.INSTANT, ChronoUnit.MICROS.between(Instant.EPOCH, i));
      case null ->
          throw new IllegalArgumentException(
              "Literal null: expected a value; compare with isNull() instead");
      default ->
          throw new IllegalArgumentException(
              "Literal '%s': expected a boolean, int, long, double, String or Instant, not %s; convert it"
                  .formatted(value, value.getClass().getName()));
    };
  }
}
