package roundhouse.featureengine.language.plan;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Aggregate.Spread;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.NumberFunction;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.Expression.TextFunction;
import roundhouse.featureengine.language.ast.Expression.TextRelation;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;

/// Reads expressions, aggregates and windows from a plan's JSON.
final class ExpressionReader {
  private static final Literal STAND_IN = Literal.of(true);

  private ExpressionReader() {}

  static History history(PlanNode node) {
    node.allows("stream", "keys", "filter");
    return new History(
        node.text("stream"),
        node.list("keys", ExpressionReader::key),
        expression(node.child("filter")));
  }

  private static History.KeyMatch key(PlanNode node) {
    node.allows("event", "ask");
    return new History.KeyMatch(expression(node.child("event")), expression(node.child("ask")));
  }

  static Expression expression(PlanNode node) {
    return switch (node.text("op")) {
      case "field@1" -> {
        node.allows("op", "name");
        yield new Expression.Field(node.text("name"));
      }
      case "literal@1" -> literal(node);
      case "compare@1" -> {
        node.allows("op", "comparator", "left", "right");
        Comparator comparator = node.constant("comparator", Comparator.values());
        yield binary(node, (left, right) -> new Expression.Comparison(comparator, left, right));
      }
      case "and@1" -> new Expression.And(operands(node));
      case "or@1" -> new Expression.Or(operands(node));
      case "not@1" -> new Expression.Not(operand(node, "operand"));
      case "arithmetic@1" -> {
        node.allows("op", "operator", "left", "right");
        Operator operator = node.constant("operator", Operator.values());
        yield binary(node, (left, right) -> new Expression.Arithmetic(operator, left, right));
      }
      case "is-null@1" -> new Expression.IsNull(operand(node, "operand"));
      case "estimate@1" -> new Expression.Estimate(operand(node, "operand"));
      case "coalesce@1" -> new Expression.Coalesce(operands(node));
      case "calendar@1" -> {
        node.allows("op", "part", "instant", "zone");
        yield new Expression.Calendar(
            node.constant("part", CalendarPart.values()),
            expression(node.child("instant")),
            node.text("zone"));
      }
      case "number@1" -> {
        node.allows("op", "function", "operand");
        yield new Expression.OfNumber(
            node.constant("function", NumberFunction.values()), expression(node.child("operand")));
      }
      case "power@1" -> {
        node.allows("op", "base", "exponent");
        yield new Expression.Power(
            expression(node.child("base")), expression(node.child("exponent")));
      }
      case "least@1" -> new Expression.Least(operands(node));
      case "greatest@1" -> new Expression.Greatest(operands(node));
      case "convert@1" -> {
        node.allows("op", "operand", "to");
        yield new Expression.Convert(expression(node.child("operand")), node.type("to"));
      }
      case "conditional@1" -> {
        node.allows("op", "condition", "then", "otherwise");
        yield new Expression.Conditional(
            expression(node.child("condition")),
            expression(node.child("then")),
            expression(node.child("otherwise")));
      }
      case "time-between@1" -> {
        node.allows("op", "unit", "from", "to");
        yield new Expression.TimeBetween(
            node.constant("unit", TimeUnit.values()),
            expression(node.child("from")),
            expression(node.child("to")));
      }
      case "text@1" -> {
        node.allows("op", "function", "operand");
        yield new Expression.OfText(
            node.constant("function", TextFunction.values()), expression(node.child("operand")));
      }
      case "text-test@1" -> {
        node.allows("op", "relation", "text", "part");
        yield new Expression.TextTest(
            node.constant("relation", TextRelation.values()),
            expression(node.child("text")),
            expression(node.child("part")));
      }
      case "length@1" -> new Expression.Length(operand(node, "text"));
      case "substring@1" -> {
        node.allows("op", "text", "from", "length");
        yield new Expression.Substring(
            expression(node.child("text")), node.integer("from"), node.integer("length"));
      }
      case "split@1" -> {
        node.allows("op", "text", "separator");
        yield new Expression.Split(expression(node.child("text")), node.text("separator"));
      }
      case "matches@1" -> {
        node.allows("op", "text", "pattern");
        yield new Expression.Matches(expression(node.child("text")), node.text("pattern"));
      }
      case "extract@1" -> {
        node.allows("op", "text", "pattern", "group");
        yield new Expression.Extract(
            expression(node.child("text")), node.text("pattern"), node.integer("group"));
      }
      case "bucket@1" -> {
        node.allows("op", "value", "boundaries");
        yield new Expression.Bucket(expression(node.child("value")), node.doubles("boundaries"));
      }
      case "hash-bucket@1" -> {
        node.allows("op", "value", "buckets", "seed");
        yield new Expression.HashBucket(
            expression(node.child("value")), node.integer("buckets"), node.longText("seed"));
      }
      case "size@1" -> new Expression.Size(operand(node, "list"));
      case "element-at@1" -> {
        node.allows("op", "list", "index");
        yield new Expression.ElementAt(
            expression(node.child("list")), expression(node.child("index")));
      }
      case "list-contains@1" -> {
        node.allows("op", "list", "element");
        yield new Expression.ListContains(
            expression(node.child("list")), expression(node.child("element")));
      }
      case "aggregation@1" -> {
        node.allows("op", "history", "aggregate", "window");
        yield new Expression.Aggregation(
            history(node.child("history")),
            aggregate(node.child("aggregate")),
            window(node.child("window")));
      }
      case String other -> {
        node.reportOperator(other, "an operator of an expression, such as field@1");
        yield STAND_IN;
      }
    };
  }

  private static Aggregate aggregate(PlanNode node) {
    return switch (node.text("op")) {
      case "count@1" -> {
        node.allows("op");
        yield new Aggregate.Count();
      }
      case "sum@1" -> new Aggregate.Sum(operand(node, "value"));
      case "mean@1" -> new Aggregate.Mean(operand(node, "value"));
      case "min@1" -> new Aggregate.Min(operand(node, "value"));
      case "max@1" -> new Aggregate.Max(operand(node, "value"));
      case "first@1" -> new Aggregate.First(operand(node, "value"));
      case "last@1" -> new Aggregate.Last(operand(node, "value"));
      case "distinct@1" -> new Aggregate.Distinct(operand(node, "value"));
      case "share@1" -> new Aggregate.Share(operand(node, "condition"));
      case "minutes-since-last@1" -> {
        node.allows("op");
        yield new Aggregate.MinutesSinceLast();
      }
      case "variance@1" -> {
        node.allows("op", "value", "spread");
        yield new Aggregate.Variance(value(node), node.constant("spread", Spread.values()));
      }
      case "standard-deviation@1" -> {
        node.allows("op", "value", "spread");
        yield new Aggregate.StandardDeviation(
            value(node), node.constant("spread", Spread.values()));
      }
      case "last-k@1" -> {
        node.allows("op", "value", "count");
        yield new Aggregate.LastK(value(node), node.integer("count"));
      }
      case "distinct-up-to@1" -> {
        node.allows("op", "value", "bound");
        yield new Aggregate.DistinctUpTo(value(node), node.integer("bound"));
      }
      case "distinct-about@1" -> {
        node.allows("op", "value", "precision");
        yield new Aggregate.DistinctAbout(value(node), node.integer("precision"));
      }
      case "quantile@1" -> {
        node.allows("op", "value", "quantile", "accuracy");
        yield new Aggregate.Quantile(
            value(node), node.doubleText("quantile"), node.doubleText("accuracy"));
      }
      case "top-k@1" -> {
        node.allows("op", "value", "count");
        yield new Aggregate.TopK(value(node), node.integer("count"));
      }
      case "histogram@1" -> {
        node.allows("op", "value", "boundaries");
        yield new Aggregate.Histogram(value(node), node.doubles("boundaries"));
      }
      case "decayed-sum@1" -> {
        node.allows("op", "value", "halfLife");
        yield new Aggregate.DecayedSum(value(node), node.duration("halfLife"));
      }
      case "time-since-last@1" -> {
        node.allows("op", "unit");
        yield new Aggregate.TimeSinceLast(node.constant("unit", TimeUnit.values()));
      }
      case "changes@1" -> new Aggregate.Changes(operand(node, "value"));
      case String other -> {
        node.reportOperator(other, "an aggregate, such as count@1");
        yield new Aggregate.Count();
      }
    };
  }

  private static Window window(PlanNode node) {
    return switch (node.text("op")) {
      case "exact@1" -> {
        node.allows("op", "length");
        yield new Window.Exact(node.duration("length"));
      }
      case "stepped@1" -> {
        node.allows("op", "length", "step");
        yield new Window.Stepped(node.duration("length"), node.duration("step"));
      }
      case "ever@1" -> {
        node.allows("op");
        yield new Window.Ever();
      }
      case String other -> {
        node.reportOperator(other, "a window, such as exact@1");
        yield new Window.Ever();
      }
    };
  }

  private static Expression value(PlanNode node) {
    return expression(node.child("value"));
  }

  private static Expression operand(PlanNode node, String property) {
    node.allows("op", property);
    return expression(node.child(property));
  }

  private static List<Expression> operands(PlanNode node) {
    node.allows("op", "operands");
    return node.list("operands", ExpressionReader::expression);
  }

  private static Expression binary(
      PlanNode node, BiFunction<Expression, Expression, Expression> form) {
    return form.apply(expression(node.child("left")), expression(node.child("right")));
  }

  private static Literal literal(PlanNode node) {
    node.allows("op", "type", "value");
    ValueType type = node.type("type");
    if (node.child("value").isNull()) {
      return new Literal(type, null);
    }
    String text = node.text("value");
    Object value = valueOf(type, text);
    // A second form of the same constant would be a second hash of the same plan.
    if (value == null || !text.equals(PlanJson.text(type, value))) {
      node.child("value").report("'" + text + "'", "the shortest form of a " + type.text());
      return STAND_IN;
    }
    return new Literal(type, value);
  }

  private static @Nullable Object valueOf(ValueType type, String text) {
    try {
      return switch (type) {
        case ValueType.Simple.BOOLEAN -> Boolean.valueOf(text);
        case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> Long.valueOf(text);
        case ValueType.Simple.DOUBLE -> Double.valueOf(text);
        case ValueType.Simple.STRING -> text;
        case ValueType.Enumeration _ -> text;
        case ValueType.Decimal decimal -> unscaled(text, decimal);
        case ValueType.ListOf _ -> null;
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Long unscaled(String text, ValueType.Decimal type) {
    // Longer texts may be numbers too, but no canonical ones; and 1e999999999 is a number.
    if (text.length() > ValueType.Decimal.MOST_DIGITS + 3
        || text.toLowerCase(Locale.ROOT).contains("e")) {
      return null;
    }
    BigDecimal value = new BigDecimal(text);
    return value.scale() == type.scale() && value.precision() <= type.precision()
        ? value.unscaledValue().longValueExact()
        : null;
  }
}
