package roundhouse.featureengine.language;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression.Convert;
import roundhouse.featureengine.language.ast.Expression.NumberFunction;
import roundhouse.featureengine.language.ast.Expression.OfNumber;
import roundhouse.featureengine.language.ast.Expression.Power;
import roundhouse.featureengine.language.ast.ValueType;

/// Words for numbers; meant to be imported statically.
public final class NumberWords {
  private NumberWords() {}

  /// The distance from zero; of the least long null.
  public static <R, N extends @Nullable Number> Value<R, N> abs(Value<R, N> number) {
    return of(NumberFunction.ABS, number);
  }

  /// The greatest whole number not above it, of the same kind.
  public static <R, N extends @Nullable Number> Value<R, N> floor(Value<R, N> number) {
    return of(NumberFunction.FLOOR, number);
  }

  /// The least whole number not below it, of the same kind.
  public static <R, N extends @Nullable Number> Value<R, N> ceil(Value<R, N> number) {
    return of(NumberFunction.CEIL, number);
  }

  /// The square root; below zero NaN.
  public static <R> Value<R, Double> sqrt(Value<R, ? extends @Nullable Number> number) {
    return of(NumberFunction.SQRT, number);
  }

  /// e to that power.
  public static <R> Value<R, Double> exp(Value<R, ? extends @Nullable Number> number) {
    return of(NumberFunction.EXP, number);
  }

  /// The natural logarithm; of zero −∞, below zero NaN.
  public static <R> Value<R, Double> log(Value<R, ? extends @Nullable Number> number) {
    return of(NumberFunction.LOG, number);
  }

  public static <R> Value<R, Double> power(
      Value<R, ? extends @Nullable Number> base, Value<R, ? extends @Nullable Number> exponent) {
    return Value.of(new Power(base.expression(), exponent.expression()), List.of(base, exponent));
  }

  /// The nearest double.
  public static <R> Value<R, Double> asDouble(Value<R, ? extends @Nullable Number> number) {
    return converted(number, ValueType.DOUBLE);
  }

  /// What stands before the point; null where that is no long.
  public static <R> Value<R, Long> asLong(Value<R, ? extends @Nullable Number> number) {
    return converted(number, ValueType.LONG);
  }

  /// The nearest decimal with so many digits, half to even; null where it has more.
  public static <R> Value<R, BigDecimal> asDecimal(
      Value<R, ? extends @Nullable Number> number, int precision, int scale) {
    return converted(number, new ValueType.Decimal(precision, scale));
  }

  /// 1 where the condition is true, 0 where it is false.
  public static <R> Value<R, Long> oneIf(Value<R, ? extends @Nullable Boolean> condition) {
    return converted(condition, ValueType.LONG);
  }

  private static <R, T extends @Nullable Object> Value<R, T> of(
      NumberFunction function, Value<R, ?> number) {
    return Value.of(new OfNumber(function, number.expression()), List.of(number));
  }

  private static <R, T extends @Nullable Object> Value<R, T> converted(
      Value<R, ?> value, ValueType type) {
    return Value.of(new Convert(value.expression(), type), List.of(value));
  }
}
