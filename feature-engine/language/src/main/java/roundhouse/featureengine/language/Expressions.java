package roundhouse.featureengine.language;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.And;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.Bucket;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;
import roundhouse.featureengine.language.ast.Expression.Coalesce;
import roundhouse.featureengine.language.ast.Expression.Conditional;
import roundhouse.featureengine.language.ast.Expression.Estimate;
import roundhouse.featureengine.language.ast.Expression.Greatest;
import roundhouse.featureengine.language.ast.Expression.HashBucket;
import roundhouse.featureengine.language.ast.Expression.Least;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Not;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.Expression.Or;
import roundhouse.featureengine.language.ast.Expression.TimeBetween;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;

/// The words of the language that start a value; meant to be imported statically. Those for
/// numbers, text and lists are in [NumberWords], [TextWords] and [ListWords].
public final class Expressions {
  private Expressions() {}

  /// A field of the row: of the ask in a feature, of the event in an aggregate or filter.
  public static <R, T extends @Nullable Object> Value<R, T> field(FieldReference<R, T> reference) {
    return Value.of(FieldNames.fieldOf(reference), List.of());
  }

  /// A constant: a boolean, int, long, double, String, Instant, BigDecimal or constant of an enum.
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

  /// What division leaves, exact and with the sign of the dividend; null where the divisor is zero.
  public static <R, N extends @Nullable Number> Value<R, N> remainder(
      Value<R, N> dividend, Value<R, N> divisor) {
    return arithmetic(Operator.REMAINDER, dividend, divisor);
  }

  /// One value where a condition is true, another where it is false or null:
  /// `when(field(Payment::online)).then(1L).otherwise(0L)`.
  public static <R> When<R> when(Value<R, ? extends @Nullable Boolean> condition) {
    return new When<>(condition);
  }

  /// What a sketch gives, to be computed with as if it were exact:
  /// `estimateOf(OF_CARD.distinctAbout(12, Payment::shop).ever()).atLeast(100L)`.
  public static <R, T> Value<R, T> estimateOf(Value<R, Approximate<T>> approximate) {
    return Value.of(new Estimate(approximate.expression()), List.of(approximate));
  }

  /// The least; null if any is null.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <R, T extends @Nullable Object> Value<R, T> least(Value<R, T>... values) {
    return Value.of(new Least(expressions(values)), Arrays.asList(values));
  }

  /// The greatest; null if any is null.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public static <R, T extends @Nullable Object> Value<R, T> greatest(Value<R, T>... values) {
    return Value.of(new Greatest(expressions(values)), Arrays.asList(values));
  }

  /// How long after one instant another lies, negative before it:
  /// `timeBetween(field(Charge::openedAt), field(Charge::at)).inDays()`.
  public static <R> Elapsed<R> timeBetween(
      Value<R, ? extends @Nullable Instant> from, Value<R, ? extends @Nullable Instant> to) {
    return new Elapsed<>(from, to);
  }

  /// Which of the ranges between rising boundaries a number lies in, counted from 0.
  public static <R> Value<R, Long> bucketOf(
      Value<R, ? extends @Nullable Number> value, double... boundaries) {
    List<Double> boxed = Arrays.stream(boundaries).boxed().toList();
    return Value.of(new Bucket(value.expression(), boxed), List.of(value));
  }

  /// A number from a hash, the same everywhere: `hashOf(field(Charge::card)).into(1024).seed(7)`.
  public static <R> Hashed<R> hashOf(Value<R, ?> value) {
    return new Hashed<>(value);
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

  /// The year.
  public static <R> Zoned<R> yearOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.YEAR, instant);
  }

  public static <R> Zoned<R> yearOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return yearOf(field(instant));
  }

  /// The month, 1 to 12.
  public static <R> Zoned<R> monthOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.MONTH, instant);
  }

  public static <R> Zoned<R> monthOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return monthOf(field(instant));
  }

  /// The day of the month, 1 to 31.
  public static <R> Zoned<R> dayOfMonthOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.DAY_OF_MONTH, instant);
  }

  public static <R> Zoned<R> dayOfMonthOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return dayOfMonthOf(field(instant));
  }

  /// The day of the year, 1 to 366.
  public static <R> Zoned<R> dayOfYearOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.DAY_OF_YEAR, instant);
  }

  public static <R> Zoned<R> dayOfYearOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return dayOfYearOf(field(instant));
  }

  /// The ISO week, 1 to 53; week 1 has the year's first Thursday.
  public static <R> Zoned<R> weekOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.WEEK_OF_YEAR, instant);
  }

  public static <R> Zoned<R> weekOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return weekOf(field(instant));
  }

  /// The minute of the hour, 0 to 59.
  public static <R> Zoned<R> minuteOf(Value<R, ? extends @Nullable Instant> instant) {
    return new Zoned<>(CalendarPart.MINUTE_OF_HOUR, instant);
  }

  public static <R> Zoned<R> minuteOf(FieldReference<R, ? extends @Nullable Instant> instant) {
    return minuteOf(field(instant));
  }

  /// Whether it is a Saturday or Sunday.
  public static <R> Weekend<R> isWeekend(Value<R, ? extends @Nullable Instant> instant) {
    return new Weekend<>(dayOfWeekOf(instant));
  }

  public static <R> Weekend<R> isWeekend(FieldReference<R, ? extends @Nullable Instant> instant) {
    return isWeekend(field(instant));
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

  /// A question for the weekend that still lacks its zone.
  public record Weekend<R>(Zoned<R> dayOfWeek) {
    private static final long SATURDAY = 6;

    /// Whether the instant lies in one in the zone.
    public Value<R, Boolean> in(String zone) {
      return dayOfWeek.in(zone).atLeast(SATURDAY);
    }
  }

  /// A condition that still lacks what follows of it.
  public record When<R>(Value<R, ? extends @Nullable Boolean> condition) {
    public <T extends @Nullable Object> Then<R, T> then(Value<R, T> value) {
      return new Then<>(condition, value);
    }

    public <T> Then<R, T> then(T value) {
      return then(literal(value));
    }
  }

  /// A condition that still lacks what follows where it is not true.
  public record Then<R, T extends @Nullable Object>(
      Value<R, ? extends @Nullable Boolean> condition, Value<R, T> then) {
    public Value<R, T> otherwise(Value<R, T> otherwise) {
      return Value.of(
          new Conditional(condition.expression(), then.expression(), otherwise.expression()),
          Arrays.asList(condition, then, otherwise));
    }

    public Value<R, T> otherwise(T value) {
      return otherwise(literal(value));
    }
  }

  /// A length of time that still lacks its unit.
  public record Elapsed<R>(
      Value<R, ? extends @Nullable Instant> from, Value<R, ? extends @Nullable Instant> to) {
    public Value<R, Double> inSeconds() {
      return in(TimeUnit.SECONDS);
    }

    public Value<R, Double> inMinutes() {
      return in(TimeUnit.MINUTES);
    }

    public Value<R, Double> inHours() {
      return in(TimeUnit.HOURS);
    }

    /// Of 24 hours.
    public Value<R, Double> inDays() {
      return in(TimeUnit.DAYS);
    }

    private Value<R, Double> in(TimeUnit unit) {
      return Value.of(
          new TimeBetween(unit, from.expression(), to.expression()), Arrays.asList(from, to));
    }
  }

  /// A hash that still lacks its range.
  public record Hashed<R>(Value<R, ?> value) {
    /// A number from 0 to buckets − 1.
    public HashedInto<R> into(int buckets) {
      return new HashedInto<>(value, buckets);
    }
  }

  /// A hash that still lacks its seed, which is part of the plan: another one, other numbers.
  public record HashedInto<R>(Value<R, ?> value, int buckets) {
    public Value<R, Long> seed(long seed) {
      return Value.of(new HashBucket(value.expression(), buckets, seed), List.of(value));
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
      case Instant i -> new Literal(ValueType.INSTANT, Micros.of(i));
      case BigDecimal d -> literalOf(d);
      case Enum<?> e -> new Literal(RecordSchema.enumeration(e.getDeclaringClass()), e.name());
      case null ->
          throw new IllegalArgumentException(
              "Literal null: expected a value; compare with isNull() instead");
      default ->
          throw new IllegalArgumentException(
              "Literal '%s': expected a boolean, int, long, double, String, Instant, BigDecimal or enum, not %s; convert it"
                  .formatted(value, value.getClass().getName()));
    };
  }

  /// A decimal of as many digits as the constant is written with.
  private static Literal literalOf(BigDecimal value) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    int precision = Math.max(plain.precision(), Math.max(plain.scale(), 1));
    if (precision > ValueType.Decimal.MOST_DIGITS) {
      throw new IllegalArgumentException(
          "Literal %s: expected at most 18 digits; shorten it".formatted(value));
    }
    return new Literal(
        new ValueType.Decimal(precision, plain.scale()), plain.unscaledValue().longValueExact());
  }
}
