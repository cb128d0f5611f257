package roundhouse.featureengine.language.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.Window;

/// Finds the types of aggregates and what is wrong with them and with windows.
final class AggregateCheck {
  private static final Duration LONGEST = Duration.ofDays(36_525);
  private static final int MOST_STEPS = 100_000;

  private final ExpressionCheck expressions;
  private final Findings findings;
  private final ParameterCheck parameters;

  AggregateCheck(ExpressionCheck expressions, Findings findings) {
    this.expressions = expressions;
    this.findings = findings;
    parameters = new ParameterCheck(findings);
  }

  @Nullable Typed typed(Aggregation aggregation, Scope scope) {
    if (scope.streams().isEmpty()) {
      findings.report(
          ExpressionText.of(aggregation)
              + " stands among the fields of one event or without a stream",
          "aggregates only in features, over a declared stream",
          "move the aggregate to a feature");
      return null;
    }
    expressions.check(aggregation.history(), scope);
    check(aggregation.window());
    StreamSchema stream = scope.streams().get(aggregation.history().stream());
    return stream == null ? null : typed(aggregation.aggregate(), Scope.ofEvent(stream));
  }

  private void check(Window window) {
    switch (window) {
      case Window.Exact exact -> parameters.checkLength("window", exact.length(), LONGEST);
      case Window.Stepped stepped -> checkSteps(stepped);
      case Window.Ever _ -> {}
    }
  }

  /// @param event the fields of the events
  private @Nullable Typed typed(Aggregate aggregate, Scope event) {
    return switch (aggregate) {
      case Aggregate.Count _ -> Typed.required(ValueType.LONG);
      case Aggregate.Sum sum -> {
        Typed value = expressions.number(sum.value(), event);
        yield value == null ? null : Typed.nullable(NumberTypes.sum(value.type()));
      }
      case Aggregate.Mean mean -> measure(mean.value(), event);
      case Aggregate.Variance variance -> measure(variance.value(), event);
      case Aggregate.StandardDeviation deviation -> measure(deviation.value(), event);
      case Aggregate.Min min -> ExpressionCheck.nullable(expressions.single(min.value(), event));
      case Aggregate.Max max -> ExpressionCheck.nullable(expressions.single(max.value(), event));
      case Aggregate.First first ->
          ExpressionCheck.nullable(expressions.exact(first.value(), event));
      case Aggregate.Last last -> ExpressionCheck.nullable(expressions.exact(last.value(), event));
      case Aggregate.LastK last -> {
        parameters.checkRange("last", last.count(), 1, Aggregate.LastK.MOST);
        yield listOf(last.value(), event);
      }
      case Aggregate.Distinct distinct -> counted(distinct.value(), event);
      case Aggregate.DistinctUpTo distinct -> {
        parameters.checkRange("bound", distinct.bound(), 1, Aggregate.DistinctUpTo.MOST);
        yield counted(distinct.value(), event);
      }
      case Aggregate.DistinctAbout distinct -> {
        parameters.checkRange(
            "precision",
            distinct.precision(),
            Aggregate.DistinctAbout.COARSEST,
            Aggregate.DistinctAbout.FINEST);
        yield approximate(counted(distinct.value(), event));
      }
      case Aggregate.Quantile quantile -> {
        parameters.checkShare("quantile", quantile.quantile(), 0, 1);
        parameters.checkShare(
            "accuracy",
            quantile.accuracy(),
            Aggregate.Quantile.FINEST,
            Aggregate.Quantile.COARSEST);
        yield approximate(measure(quantile.value(), event));
      }
      case Aggregate.TopK top -> {
        parameters.checkRange("top", top.count(), 1, Aggregate.TopK.MOST);
        yield listOf(top.value(), event);
      }
      case Aggregate.Histogram histogram -> {
        parameters.checkBoundaries(histogram.boundaries(), Aggregate.Histogram.MOST_BOUNDARIES);
        yield expressions.number(histogram.value(), event) == null
            ? null
            : Typed.required(new ListOf(ValueType.LONG));
      }
      case Aggregate.DecayedSum sum -> {
        parameters.checkLength("half-life", sum.halfLife(), LONGEST);
        yield measure(sum.value(), event);
      }
      case Aggregate.Share share ->
          expressions
              .check(share.condition(), event, ValueType.BOOLEAN)
              .map(_ -> Typed.nullable(ValueType.DOUBLE))
              .orElse(null);
      case Aggregate.MinutesSinceLast _, Aggregate.TimeSinceLast _ ->
          Typed.nullable(ValueType.DOUBLE);
      case Aggregate.Changes changes -> counted(changes.value(), event);
    };
  }

  /// What is measured of numbers: a double, null where there are none.
  private @Nullable Typed measure(Expression value, Scope event) {
    return expressions.number(value, event) == null ? null : Typed.nullable(ValueType.DOUBLE);
  }

  private @Nullable Typed counted(Expression value, Scope event) {
    return expressions.single(value, event) == null ? null : Typed.required(ValueType.LONG);
  }

  private @Nullable Typed listOf(Expression value, Scope event) {
    Typed element = expressions.single(value, event);
    return element == null ? null : Typed.required(new ListOf(element.type()));
  }

  private static @Nullable Typed approximate(@Nullable Typed typed) {
    return typed == null ? null : Typed.approximate(typed.type(), typed.nullability());
  }

  private void checkSteps(Window.Stepped window) {
    parameters.checkLength("window", window.length(), LONGEST);
    parameters.checkLength("step", window.step(), LONGEST);
    if (!isLength(window.length()) || !isLength(window.step())) {
      return; // Reported above.
    }
    long steps = window.length().dividedBy(window.step());
    if (!window.step().multipliedBy(steps).equals(window.length()) || steps > MOST_STEPS) {
      findings.report(
          "window "
              + ExpressionText.of(window.length())
              + " in steps of "
              + ExpressionText.of(window.step()),
          "a length of whole steps, at most %d of them".formatted(MOST_STEPS),
          "choose a step that divides the length");
    }
  }

  private static boolean isLength(Duration length) {
    return length.isPositive() && ParameterCheck.isWhole(length, LONGEST);
  }
}
