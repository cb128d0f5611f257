package roundhouse.featureengine.language.ast;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Operator;

/// Expressions as a person reads them, for messages and listings.
public final class ExpressionText {
  private ExpressionText() {}

  public static String of(Expression expression) {
    return switch (expression) {
      case Expression.Field field -> field.name();
      case Expression.Literal literal -> literal(literal);
      case Expression.Comparison comparison ->
          "(%s %s %s)"
              .formatted(
                  of(comparison.left()), symbol(comparison.comparator()), of(comparison.right()));
      case Expression.And and -> joined(and.operands(), " and ");
      case Expression.Or or -> joined(or.operands(), " or ");
      case Expression.Not not -> "not " + of(not.operand());
      case Expression.Arithmetic arithmetic ->
          "(%s %s %s)"
              .formatted(
                  of(arithmetic.left()), symbol(arithmetic.operator()), of(arithmetic.right()));
      case Expression.IsNull isNull -> "(" + of(isNull.operand()) + " is null)";
      case Expression.Coalesce coalesce -> "coalesce" + joined(coalesce.operands(), ", ");
      case Expression.Calendar calendar ->
          "%s of %s in %s"
              .formatted(
                  calendar.part() == Expression.CalendarPart.HOUR_OF_DAY ? "hour" : "day of week",
                  of(calendar.instant()),
                  calendar.zone());
      case Expression.Aggregation aggregation ->
          "%s of %s within %s"
              .formatted(
                  of(aggregation.aggregate()), of(aggregation.history()), of(aggregation.window()));
    };
  }

  public static String of(Aggregate aggregate) {
    return switch (aggregate) {
      case Aggregate.Count _ -> "count";
      case Aggregate.Sum sum -> "sum of " + of(sum.value());
      case Aggregate.Mean mean -> "mean of " + of(mean.value());
      case Aggregate.Min min -> "min of " + of(min.value());
      case Aggregate.Max max -> "max of " + of(max.value());
      case Aggregate.First first -> "first " + of(first.value());
      case Aggregate.Last last -> "last " + of(last.value());
      case Aggregate.Distinct distinct -> "distinct " + of(distinct.value());
      case Aggregate.Share share -> "share of " + of(share.condition());
      case Aggregate.MinutesSinceLast _ -> "minutes since last";
    };
  }

  public static String of(Window window) {
    return switch (window) {
      case Window.Exact exact -> exact.length().toString();
    };
  }

  /// `flight-departed by origin = origin if (depDelay >= 0.0)`.
  public static String of(History history) {
    String keys =
        history.keys().stream()
            .map(key -> of(key.event()) + " = " + of(key.ask()))
            .collect(Collectors.joining(", "));
    String filter =
        history.filter().equals(Expression.Literal.of(true)) ? "" : " if " + of(history.filter());
    return history.stream() + " by " + keys + filter;
  }

  static String symbol(Comparator comparator) {
    return switch (comparator) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "!=";
      case LESS -> "<";
      case AT_MOST -> "<=";
      case GREATER -> ">";
      case AT_LEAST -> ">=";
    };
  }

  static String symbol(Operator operator) {
    return switch (operator) {
      case PLUS -> "+";
      case MINUS -> "-";
      case TIMES -> "*";
      case DIVIDED_BY -> "/";
    };
  }

  private static String literal(Expression.Literal literal) {
    return switch (literal.value()) {
      case null -> "null";
      case String text -> "'" + text.replace("'", "''") + "'";
      case Long micros when literal.type() == ValueType.INSTANT ->
          "'" + Instant.EPOCH.plus(micros, ChronoUnit.MICROS) + "'";
      default -> Objects.toString(literal.value());
    };
  }

  private static String joined(List<Expression> operands, String separator) {
    return operands.stream()
        .map(ExpressionText::of)
        .collect(Collectors.joining(separator, "(", ")"));
  }
}
