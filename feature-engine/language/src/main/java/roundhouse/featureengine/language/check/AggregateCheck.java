package roundhouse.featureengine.language.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.ast.Window;

/// Finds the types of aggregates and what is wrong with them and with windows.
final class AggregateCheck {
  private static final Duration LONGEST = Duration.ofDays(36_525);
  private static final int MOST_STEPS = 100_000;

  private final ExpressionCheck expressions;

  AggregateCheck(ExpressionCheck expressions) {
    this.expressions = expressions;
  }

  void check(Window window) {
    switch (window) {
      case Window.Exact exact -> expressions.checkLength("window", exact.length(), LONGEST);
      case Window.Stepped stepped -> checkSteps(stepped);
      case Window.Ever _ -> {}
    }
  }

  /// @param event the fields of the events
  @Nullable Typed typed(Aggregate aggregate, Scope event) {
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
          ExpressionCheck.nullable(expressions.typed(first.value(), event));
      case Aggregate.Last last -> ExpressionCheck.nullable(expressions.typed(last.value(), event));
      case Aggregate.LastK last -> {
        checkRange("last", last.count(), 1, Aggregate.LastK.MOST);
        yield listOf(last.value(), event);
      }
      case Aggregate.Distinct distinct -> counted(distinct.value(), event);
      case Aggregate.DistinctUpTo distinct -> {
        checkRange("bound", distinct.bound(), 1, Aggregate.DistinctUpTo.MOST);
        yield counted(distinct.value(), event);
      }
      case Aggregate.DistinctAbout distinct -> {
        checkRange(
            "precision",
            distinct.precision(),
            Aggregate.DistinctAbout.COARSEST,
            Aggregate.DistinctAbout.FINEST);
        yield counted(distinct.value(), event);
      }
      case Aggregate.Quantile quantile -> {
        checkShare("quantile", quantile.quantile(), 0, 1);
        checkShare(
            "accuracy",
            quantile.accuracy(),
            Aggregate.Quantile.FINEST,
            Aggregate.Quantile.COARSEST);
        yield measure(quantile.value(), event);
      }
      case Aggregate.TopK top -> {
        checkRange("top", top.count(), 1, Aggregate.TopK.MOST);
        yield listOf(top.value(), event);
      }
      case Aggregate.Histogram histogram -> {
        expressions.checkBoundaries(histogram.boundaries(), Aggregate.Histogram.MOST_BOUNDARIES);
        yield expressions.number(histogram.value(), event) == null
            ? null
            : Typed.required(new ListOf(ValueType.LONG));
      }
      case Aggregate.DecayedSum sum -> {
        expressions.checkLength("half-life", sum.halfLife(), LONGEST);
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

  private void checkSteps(Window.Stepped window) {
    expressions.checkLength("window", window.length(), LONGEST);
    expressions.checkLength("step", window.step(), LONGEST);
    if (!isLength(window.length()) || !isLength(window.step())) {
      return; // Reported above.
    }
    long steps = window.length().dividedBy(window.step());
    if (!window.step().multipliedBy(steps).equals(window.length()) || steps > MOST_STEPS) {
      expressions.report(
          "window %s in steps of %s".formatted(window.length(), window.step()),
          "a length of whole steps, at most %d of them".formatted(MOST_STEPS),
          "choose a step that divides the length");
    }
  }

  private static boolean isLength(Duration length) {
    return length.isPositive() && ExpressionCheck.isWhole(length, LONGEST);
  }

  private void checkRange(String what, int value, int least, int most) {
    if (value < least || value > most) {
      expressions.report(
          what + " " + value, "%d to %d".formatted(least, most), "correct the number");
    }
  }

  private void checkShare(String what, double value, double least, double most) {
    // Of two zeros only one has a place in a plan.
    boolean plain = value >= least && value <= most && !Double.valueOf(value).equals(-0.0);
    if (!plain) {
      expressions.report(
          what + " " + value, "%s to %s".formatted(least, most), "correct the number");
    }
  }
}
