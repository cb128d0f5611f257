package roundhouse.featureengine.language.ast;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import roundhouse.featureengine.kernel.Micros;
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
      case Expression.Estimate estimate -> call("estimate", estimate.operand());
      case Expression.Coalesce coalesce -> "coalesce" + joined(coalesce.operands(), ", ");
      case Expression.OfNumber function -> call(word(function.function()), function.operand());
      case Expression.Power power -> call("power", power.base(), power.exponent());
      case Expression.Least least -> "least" + joined(least.operands(), ", ");
      case Expression.Greatest greatest -> "greatest" + joined(greatest.operands(), ", ");
      case Expression.Convert convert ->
          "(%s as %s)".formatted(of(convert.operand()), convert.type().text());
      case Expression.Conditional conditional ->
          "(if %s then %s else %s)"
              .formatted(
                  of(conditional.condition()), of(conditional.then()), of(conditional.otherwise()));
      case Expression.Calendar calendar ->
          "%s of %s in %s"
              .formatted(word(calendar.part()), of(calendar.instant()), calendar.zone());
      case Expression.TimeBetween between ->
          "%s from %s to %s".formatted(word(between.unit()), of(between.from()), of(between.to()));
      case Expression.OfText function -> call(word(function.function()), function.operand());
      case Expression.TextTest test ->
          "(%s %s %s)".formatted(of(test.text()), word(test.relation()), of(test.part()));
      case Expression.Length length -> call("length", length.text());
      case Expression.Substring substring ->
          "substring(%s, %d, %d)"
              .formatted(of(substring.text()), substring.from(), substring.length());
      case Expression.Split split ->
          "split(%s, %s)".formatted(of(split.text()), quoted(split.separator()));
      case Expression.Matches matches ->
          "(%s matches %s)".formatted(of(matches.text()), quoted(matches.pattern()));
      case Expression.Extract extract ->
          "extract(%s, %s, %d)"
              .formatted(of(extract.text()), quoted(extract.pattern()), extract.group());
      case Expression.Bucket bucket ->
          "bucket of %s by %s".formatted(of(bucket.value()), bucket.boundaries());
      case Expression.HashBucket bucket ->
          "hash(%s, %d buckets, seed %d)"
              .formatted(of(bucket.value()), bucket.buckets(), bucket.seed());
      case Expression.Size size -> call("size", size.list());
      case Expression.ElementAt element -> call("element", element.list(), element.index());
      case Expression.ListContains contains ->
          "(%s contains %s)".formatted(of(contains.list()), of(contains.element()));
      case Expression.Aggregation aggregation ->
          "%s of %s %s"
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
      case Aggregate.Variance variance ->
          "%s variance of %s".formatted(word(variance.spread()), of(variance.value()));
      case Aggregate.StandardDeviation deviation ->
          "%s standard deviation of %s".formatted(word(deviation.spread()), of(deviation.value()));
      case Aggregate.LastK last -> "last %d %s".formatted(last.count(), of(last.value()));
      case Aggregate.DistinctUpTo distinct ->
          "distinct %s up to %d".formatted(of(distinct.value()), distinct.bound());
      case Aggregate.DistinctAbout distinct ->
          "distinct %s by HyperLogLog of precision %d"
              .formatted(of(distinct.value()), distinct.precision());
      case Aggregate.Quantile quantile ->
          "quantile %s of %s accurate to %s"
              .formatted(quantile.quantile(), of(quantile.value()), quantile.accuracy());
      case Aggregate.TopK top -> "top %d %s".formatted(top.count(), of(top.value()));
      case Aggregate.Histogram histogram ->
          "histogram of %s by %s".formatted(of(histogram.value()), histogram.boundaries());
      case Aggregate.DecayedSum sum ->
          "sum of %s halving every %s".formatted(of(sum.value()), of(sum.halfLife()));
      case Aggregate.Changes changes -> "changes of " + of(changes.value());
      case Aggregate.MinutesSinceLast _ -> "minutes since last";
      case Aggregate.TimeSinceLast since -> word(since.unit()) + " since last";
    };
  }

  public static String of(Window window) {
    return switch (window) {
      case Window.Exact exact -> "within " + of(exact.length());
      case Window.Stepped stepped ->
          "within %s in steps of %s".formatted(of(stepped.length()), of(stepped.step()));
      case Window.Ever _ -> "ever";
    };
  }

  /// A length of time in the longest unit that measures it: `90 minutes`, `7 days`.
  public static String of(Duration length) {
    for (ChronoUnit unit :
        List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)) {
      long count = length.dividedBy(unit.getDuration());
      if (count > 0 && unit.getDuration().multipliedBy(count).equals(length)) {
        String name = unit.toString().toLowerCase(Locale.ROOT);
        return count + " " + (count == 1 ? name.substring(0, name.length() - 1) : name);
      }
    }
    return length.isZero() ? "0 seconds" : length.toString();
  }

  /// `flight-departed by origin, carrier = operator if (depDelay >= 0.0)`: a part of the key that
  /// is the same of the event and of the ask is said once.
  public static String of(History history) {
    String keys =
        history.keys().stream()
            .map(
                key ->
                    key.event().equals(key.ask())
                        ? of(key.event())
                        : of(key.event()) + " = " + of(key.ask()))
            .collect(Collectors.joining(", "));
    String filter =
        history.filter().equals(Expression.Literal.of(true)) ? "" : " if " + of(history.filter());
    return history.stream() + " by " + keys + filter;
  }

  /// `(delay >= 30) of the last flight-arrived by flightId within 1 day after the ask, else null`.
  public static String of(Label label) {
    String otherwise =
        switch (label.absence()) {
          case FALSE -> "false";
          case UNLABELLED -> "null";
        };
    return "%s of the last %s within %s after the ask, else %s"
        .formatted(of(label.outcome()), of(label.history()), of(label.maturity()), otherwise);
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
      case REMAINDER -> "%";
    };
  }

  private static String literal(Expression.Literal literal) {
    return switch (literal.value()) {
      case null -> "null";
      case String text -> quoted(text);
      case Long micros when literal.type().equals(ValueType.INSTANT) ->
          "'" + Micros.instant(micros) + "'";
      case Long unscaled when literal.type() instanceof ValueType.Decimal decimal ->
          BigDecimal.valueOf(unscaled, decimal.scale()).toPlainString();
      default -> Objects.toString(literal.value());
    };
  }

  /// `DAY_OF_WEEK` as `day of week`.
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String call(String function, Expression... operands) {
    return function + joined(List.of(operands), ", ");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String joined(List<Expression> operands, String separator) {
    return operands.stream()
        .map(ExpressionText::of)
        .collect(Collectors.joining(separator, "(", ")"));
  }
}
