package roundhouse.featureengine.language.interpreter;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Arithmetic;
import roundhouse.featureengine.language.ast.Expression.Calendar;
import roundhouse.featureengine.language.ast.Expression.Comparison;
import roundhouse.featureengine.language.ast.Expression.Operator;

/// The value of an expression over the fields of one row, by recursion over the expression.
final class Evaluation {
  private final Map<String, @Nullable Object> fields;
  private final Function<Aggregation, @Nullable Object> aggregates;

  private Evaluation(
      Map<String, @Nullable Object> fields, Function<Aggregation, @Nullable Object> aggregates) {
    this.fields = fields;
    this.aggregates = aggregates;
  }

  /// A Boolean, Long, Double or String, or null.
  static @Nullable Object of(
      Expression expression,
      Map<String, @Nullable Object> fields,
      Function<Aggregation, @Nullable Object> aggregates) {
    return new Evaluation(fields, aggregates).evaluate(expression);
  }

  private @Nullable Object evaluate(Expression expression) {
    return switch (expression) {
      case Expression.Field field -> fields.get(field.name());
      case Expression.Literal literal -> literal.value();
      case Comparison comparison -> compare(comparison);
      case Expression.And and -> and(and.operands().stream().map(this::evaluateNullable).toList());
      case Expression.Or or -> or(or.operands().stream().map(this::evaluateNullable).toList());
      case Expression.Not not ->
          evaluate(not.operand()) instanceof Boolean condition ? !condition : null;
      case Arithmetic arithmetic -> compute(arithmetic);
      case Expression.IsNull isNull -> evaluate(isNull.operand()) == null;
      case Expression.Coalesce coalesce -> {
        for (Expression operand : coalesce.operands()) {
          Object value = evaluate(operand);
          if (value != null) {
            yield value;
          }
        }
        yield null;
      }
      case Calendar calendar ->
          evaluate(calendar.instant()) instanceof Long micros ? partOf(calendar, micros) : null;
      case Aggregation aggregation -> aggregates.apply(aggregation);
      default -> throw new UnsupportedOperationException("Not interpreted yet: " + expression);
    };
  }

  private Truth evaluateNullable(Expression operand) {
    Object value = evaluate(operand);
    return value == null ? Truth.UNKNOWN : value.equals(true) ? Truth.TRUE : Truth.FALSE;
  }

  private static @Nullable Object and(List<Truth> operands) {
    if (operands.contains(Truth.FALSE)) {
      return false;
    }
    return operands.contains(Truth.UNKNOWN) ? null : true;
  }

  private static @Nullable Object or(List<Truth> operands) {
    if (operands.contains(Truth.TRUE)) {
      return true;
    }
    return operands.contains(Truth.UNKNOWN) ? null : false;
  }

  private @Nullable Object compare(Comparison comparison) {
    Object left = evaluate(comparison.left());
    Object right = evaluate(comparison.right());
    if (left == null || right == null) {
      return null;
    }
    int order = order(left, right);
    return switch (comparison.comparator()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  private static int order(Object left, Object right) {
    if (left instanceof Boolean bool) {
      return bool.compareTo((Boolean) right);
    }
    if (left instanceof String text) {
      return Event.compareTexts(text, (String) right);
    }
    if (left instanceof Long leftLong && right instanceof Long rightLong) {
      return leftLong.compareTo(rightLong);
    }
    double leftDouble = ((Number) left).doubleValue();
    double rightDouble = ((Number) right).doubleValue();
    boolean bothZero = leftDouble == 0 && rightDouble == 0;
    return bothZero ? 0 : Double.compare(leftDouble, rightDouble);
  }

  private @Nullable Object compute(Arithmetic arithmetic) {
    Object left = evaluate(arithmetic.left());
    Object right = evaluate(arithmetic.right());
    if (left == null || right == null) {
      return null;
    }
    boolean longs = left instanceof Long && right instanceof Long;
    return longs && arithmetic.operator() != Operator.DIVIDED_BY
        ? ofLongs(arithmetic.operator(), (Long) left, (Long) right)
        : ofDoubles(
            arithmetic.operator(), ((Number) left).doubleValue(), ((Number) right).doubleValue());
  }

  private static @Nullable Object ofLongs(Operator operator, long left, long right) {
    BigInteger a = BigInteger.valueOf(left);
    BigInteger b = BigInteger.valueOf(right);
    BigInteger result =
        switch (operator) {
          case PLUS -> a.add(b);
          case MINUS -> a.subtract(b);
          case TIMES -> a.multiply(b);
          case REMAINDER, DIVIDED_BY -> throw new IllegalStateException("Division is of doubles");
        };
    return result.bitLength() < Long.SIZE ? result.longValue() : null;
  }

  private static @Nullable Object ofDoubles(Operator operator, double left, double right) {
    if (operator == Operator.DIVIDED_BY && right == 0) {
      return null;
    }
    double result =
        switch (operator) {
          case PLUS -> left + right;
          case MINUS -> left - right;
          case TIMES -> left * right;
          case DIVIDED_BY -> left / right;
          case REMAINDER -> left % right;
        };
    return Double.isNaN(result) ? Double.NaN : result;
  }

  private static long partOf(Calendar calendar, long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneId.of(calendar.zone()));
    return switch (calendar.part()) {
      case HOUR_OF_DAY -> local.getHour();
      case YEAR, MONTH, DAY_OF_MONTH, DAY_OF_YEAR, WEEK_OF_YEAR, MINUTE_OF_HOUR ->
          throw new UnsupportedOperationException();
      case DAY_OF_WEEK -> Objects.requireNonNull(local.getDayOfWeek()).getValue();
    };
  }

  /// A condition's value; lists cannot hold null.
  private enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }
}
