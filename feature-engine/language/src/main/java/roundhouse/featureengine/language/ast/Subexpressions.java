package roundhouse.featureengine.language.ast;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.Expression.Aggregation;

/// The parts of expressions, told apart by the row that they read.
public final class Subexpressions {
  private Subexpressions() {}

  /// The direct parts that read the same row: for an aggregate the ask's side of its keys.
  public static List<Expression> ofSameRow(Expression expression) {
    return switch (expression) {
      case Expression.Field _, Expression.Literal _ -> List.of();
      case Expression.Comparison comparison -> List.of(comparison.left(), comparison.right());
      case Expression.And and -> and.operands();
      case Expression.Or or -> or.operands();
      case Expression.Not not -> List.of(not.operand());
      case Expression.Arithmetic arithmetic -> List.of(arithmetic.left(), arithmetic.right());
      case Expression.IsNull isNull -> List.of(isNull.operand());
      case Expression.Estimate estimate -> List.of(estimate.operand());
      case Expression.Coalesce coalesce -> coalesce.operands();
      case Expression.OfNumber function -> List.of(function.operand());
      case Expression.Power power -> List.of(power.base(), power.exponent());
      case Expression.Least least -> least.operands();
      case Expression.Greatest greatest -> greatest.operands();
      case Expression.Convert convert -> List.of(convert.operand());
      case Expression.Conditional conditional ->
          List.of(conditional.condition(), conditional.then(), conditional.otherwise());
      case Expression.Calendar calendar -> List.of(calendar.instant());
      case Expression.TimeBetween between -> List.of(between.from(), between.to());
      case Expression.OfText function -> List.of(function.operand());
      case Expression.TextTest test -> List.of(test.text(), test.part());
      case Expression.Length length -> List.of(length.text());
      case Expression.Substring substring -> List.of(substring.text());
      case Expression.Split split -> List.of(split.text());
      case Expression.Matches matches -> List.of(matches.text());
      case Expression.Extract extract -> List.of(extract.text());
      case Expression.Bucket bucket -> List.of(bucket.value());
      case Expression.HashBucket bucket -> List.of(bucket.value());
      case Expression.Size size -> List.of(size.list());
      case Expression.ElementAt element -> List.of(element.list(), element.index());
      case Expression.ListContains contains -> List.of(contains.list(), contains.element());
      case Aggregation aggregation ->
          aggregation.history().keys().stream().map(History.KeyMatch::ask).toList();
    };
  }

  /// What a history reads of its events.
  public static List<Expression> ofEvents(History history) {
    return Stream.concat(
            history.keys().stream().map(History.KeyMatch::event), Stream.of(history.filter()))
        .toList();
  }

  /// What an aggregate reads of its events.
  public static List<Expression> ofEvents(Aggregate aggregate) {
    return switch (aggregate) {
      case Aggregate.Count _, Aggregate.MinutesSinceLast _, Aggregate.TimeSinceLast _ -> List.of();
      case Aggregate.Sum sum -> List.of(sum.value());
      case Aggregate.Mean mean -> List.of(mean.value());
      case Aggregate.Min min -> List.of(min.value());
      case Aggregate.Max max -> List.of(max.value());
      case Aggregate.First first -> List.of(first.value());
      case Aggregate.Last last -> List.of(last.value());
      case Aggregate.Distinct distinct -> List.of(distinct.value());
      case Aggregate.Share share -> List.of(share.condition());
      case Aggregate.Variance variance -> List.of(variance.value());
      case Aggregate.StandardDeviation deviation -> List.of(deviation.value());
      case Aggregate.LastK last -> List.of(last.value());
      case Aggregate.DistinctUpTo distinct -> List.of(distinct.value());
      case Aggregate.DistinctAbout distinct -> List.of(distinct.value());
      case Aggregate.Quantile quantile -> List.of(quantile.value());
      case Aggregate.TopK top -> List.of(top.value());
      case Aggregate.Histogram histogram -> List.of(histogram.value());
      case Aggregate.DecayedSum sum -> List.of(sum.value());
      case Aggregate.Changes changes -> List.of(changes.value());
    };
  }

  /// Shows an expression and all of its parts that read the same row, parents first.
  public static void forEach(Expression expression, Consumer<Expression> visitor) {
    visitor.accept(expression);
    ofSameRow(expression).forEach(part -> forEach(part, visitor));
  }
}
