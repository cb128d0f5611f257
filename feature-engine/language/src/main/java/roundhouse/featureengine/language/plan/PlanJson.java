package roundhouse.featureengine.language.plan;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A plan's JSON form.
///
/// Every operator has a version in its name, `mean@1`: should its meaning ever change, old plans
/// keep the old one. Constants are text, so that no number's form is left to a library; lengths of
/// time are ISO-8601 durations.
final class PlanJson {
  static final String FORMAT = "roundhouse-plan@1";

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // Deeper than any definition, shallow enough for every recursion over one.
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(200).build())
                  .build())
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private PlanJson() {}

  static byte[] bytesOf(Plan plan) {
    return MAPPER.writeValueAsBytes(treeOf(plan));
  }

  static ObjectNode treeOf(Plan plan) {
    ObjectNode node = NODES.objectNode();
    node.put("format", FORMAT);
    node.put("name", plan.name());
    node.put("version", plan.version());
    node.put("lag", plan.lag().toString());
    if (plan.timeZoneData() != null) {
      node.put("timeZoneData", plan.timeZoneData());
    }
    node.set("ask", stream(plan.askStream()));
    node.set("streams", array(plan.streams(), PlanJson::stream));
    node.set("features", columns(plan.features(), plan.columns(), PlanJson::feature));
    node.set("labels", columns(plan.labels(), plan.labelColumns(), PlanJson::label));
    return node;
  }

  /// The name of an enum's constant in a plan: `at-least`.
  static String textOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static ObjectNode stream(StreamSchema stream) {
    ObjectNode node = NODES.objectNode();
    node.put("name", stream.name());
    node.put("id", stream.id());
    node.put("eventTime", stream.eventTime());
    node.put("knownAt", stream.knownAt());
    node.put("lateness", stream.lateness().toString());
    node.set("fields", array(stream.fields(), PlanJson::field));
    return node;
  }

  private static ObjectNode field(FieldSchema field) {
    ObjectNode node = NODES.objectNode();
    node.put("name", field.name());
    node.put("type", field.type().text());
    node.put("nullable", field.isNullable());
    return node;
  }

  private static ObjectNode feature(Feature feature) {
    ObjectNode node = NODES.objectNode();
    node.put("name", feature.name());
    node.set("value", expression(feature.value()));
    return node;
  }

  private static ObjectNode label(Label label) {
    ObjectNode node = NODES.objectNode();
    node.put("name", label.name());
    node.set("history", history(label.history()));
    node.set("outcome", expression(label.outcome()));
    node.put("maturity", label.maturity().toString());
    node.put("absence", textOf(label.absence()));
    return node;
  }

  private static ObjectNode expression(Expression expression) {
    return switch (expression) {
      case Expression.Field field -> operator("field@1").put("name", field.name());
      case Expression.Literal literal -> literal(literal);
      case Expression.Comparison comparison ->
          binary("compare@1", comparison.left(), comparison.right())
              .put("comparator", textOf(comparison.comparator()));
      case Expression.And and -> operands("and@1", and.operands());
      case Expression.Or or -> operands("or@1", or.operands());
      case Expression.Not not -> with(operator("not@1"), "operand", not.operand());
      case Expression.Arithmetic arithmetic ->
          binary("arithmetic@1", arithmetic.left(), arithmetic.right())
              .put("operator", textOf(arithmetic.operator()));
      case Expression.IsNull isNull -> with(operator("is-null@1"), "operand", isNull.operand());
      case Expression.Estimate estimate ->
          with(operator("estimate@1"), "operand", estimate.operand());
      case Expression.Coalesce coalesce -> operands("coalesce@1", coalesce.operands());
      case Expression.OfNumber function ->
          with(operator("number@1"), "operand", function.operand())
              .put("function", textOf(function.function()));
      case Expression.Power power ->
          with(with(operator("power@1"), "base", power.base()), "exponent", power.exponent());
      case Expression.Least least -> operands("least@1", least.operands());
      case Expression.Greatest greatest -> operands("greatest@1", greatest.operands());
      case Expression.Convert convert ->
          with(operator("convert@1"), "operand", convert.operand())
              .put("to", convert.type().text());
      case Expression.Conditional conditional ->
          with(
              with(
                  with(operator("conditional@1"), "condition", conditional.condition()),
                  "then",
                  conditional.then()),
              "otherwise",
              conditional.otherwise());
      case Expression.TimeBetween between ->
          with(with(operator("time-between@1"), "from", between.from()), "to", between.to())
              .put("unit", textOf(between.unit()));
      case Expression.OfText function ->
          with(operator("text@1"), "operand", function.operand())
              .put("function", textOf(function.function()));
      case Expression.TextTest test ->
          with(with(operator("text-test@1"), "text", test.text()), "part", test.part())
              .put("relation", textOf(test.relation()));
      case Expression.Length length -> with(operator("length@1"), "text", length.text());
      case Expression.Substring substring ->
          with(operator("substring@1"), "text", substring.text())
              .put("from", substring.from())
              .put("length", substring.length());
      case Expression.Split split ->
          with(operator("split@1"), "text", split.text()).put("separator", split.separator());
      case Expression.Matches matches ->
          with(operator("matches@1"), "text", matches.text()).put("pattern", matches.pattern());
      case Expression.Extract extract ->
          with(operator("extract@1"), "text", extract.text())
              .put("pattern", extract.pattern())
              .put("group", extract.group());
      case Expression.Bucket bucket ->
          bounded(with(operator("bucket@1"), "value", bucket.value()), bucket.boundaries());
      case Expression.HashBucket bucket ->
          with(operator("hash-bucket@1"), "value", bucket.value())
              .put("buckets", bucket.buckets())
              .put("seed", Long.toString(bucket.seed()));
      case Expression.Size size -> with(operator("size@1"), "list", size.list());
      case Expression.ElementAt element ->
          with(with(operator("element-at@1"), "list", element.list()), "index", element.index());
      case Expression.ListContains contains ->
          with(
              with(operator("list-contains@1"), "list", contains.list()),
              "element",
              contains.element());
      case Expression.Calendar calendar ->
          with(operator("calendar@1"), "instant", calendar.instant())
              .put("part", textOf(calendar.part()))
              .put("zone", calendar.zone());
      case Expression.Aggregation aggregation -> aggregation(aggregation);
    };
  }

  private static ObjectNode aggregation(Expression.Aggregation aggregation) {
    ObjectNode node = operator("aggregation@1");
    node.set("history", history(aggregation.history()));
    node.set("aggregate", aggregate(aggregation.aggregate()));
    node.set("window", window(aggregation.window()));
    return node;
  }

  private static ObjectNode aggregate(Aggregate aggregate) {
    return switch (aggregate) {
      case Aggregate.Count _ -> operator("count@1");
      case Aggregate.Sum sum -> with(operator("sum@1"), "value", sum.value());
      case Aggregate.Mean mean -> with(operator("mean@1"), "value", mean.value());
      case Aggregate.Min min -> with(operator("min@1"), "value", min.value());
      case Aggregate.Max max -> with(operator("max@1"), "value", max.value());
      case Aggregate.First first -> with(operator("first@1"), "value", first.value());
      case Aggregate.Last last -> with(operator("last@1"), "value", last.value());
      case Aggregate.Distinct distinct -> with(operator("distinct@1"), "value", distinct.value());
      case Aggregate.Share share -> with(operator("share@1"), "condition", share.condition());
      case Aggregate.MinutesSinceLast _ -> operator("minutes-since-last@1");
      case Aggregate.Variance variance ->
          with(operator("variance@1"), "value", variance.value())
              .put("spread", textOf(variance.spread()));
      case Aggregate.StandardDeviation deviation ->
          with(operator("standard-deviation@1"), "value", deviation.value())
              .put("spread", textOf(deviation.spread()));
      case Aggregate.LastK last ->
          with(operator("last-k@1"), "value", last.value()).put("count", last.count());
      case Aggregate.DistinctUpTo distinct ->
          with(operator("distinct-up-to@1"), "value", distinct.value())
              .put("bound", distinct.bound());
      case Aggregate.DistinctAbout distinct ->
          with(operator("distinct-about@1"), "value", distinct.value())
              .put("precision", distinct.precision());
      case Aggregate.Quantile quantile ->
          with(operator("quantile@1"), "value", quantile.value())
              .put("quantile", Double.toString(quantile.quantile()))
              .put("accuracy", Double.toString(quantile.accuracy()));
      case Aggregate.TopK top ->
          with(operator("top-k@1"), "value", top.value()).put("count", top.count());
      case Aggregate.Histogram histogram ->
          bounded(
              with(operator("histogram@1"), "value", histogram.value()), histogram.boundaries());
      case Aggregate.DecayedSum sum ->
          with(operator("decayed-sum@1"), "value", sum.value())
              .put("halfLife", sum.halfLife().toString());
      case Aggregate.TimeSinceLast since ->
          operator("time-since-last@1").put("unit", textOf(since.unit()));
      case Aggregate.Changes changes -> with(operator("changes@1"), "value", changes.value());
    };
  }

  private static ObjectNode window(Window window) {
    return switch (window) {
      case Window.Exact exact -> operator("exact@1").put("length", exact.length().toString());
      case Window.Stepped stepped ->
          operator("stepped@1")
              .put("length", stepped.length().toString())
              .put("step", stepped.step().toString());
      case Window.Ever _ -> operator("ever@1");
    };
  }

  private static ObjectNode history(History history) {
    ObjectNode node = NODES.objectNode();
    node.put("stream", history.stream());
    node.set("keys", array(history.keys(), PlanJson::key));
    node.set("filter", expression(history.filter()));
    return node;
  }

  private static ObjectNode key(History.KeyMatch key) {
    return with(with(NODES.objectNode(), "event", key.event()), "ask", key.ask());
  }

  private static ObjectNode literal(Expression.Literal literal) {
    ObjectNode node = operator("literal@1").put("type", literal.type().text());
    return literal.value() == null
        ? node.putNull("value")
        : node.put("value", text(literal.type(), literal.value()));
  }

  /// A constant's only form.
  static String text(ValueType type, Object value) {
    return type instanceof ValueType.Decimal decimal && value instanceof Long unscaled
        ? BigDecimal.valueOf(unscaled, decimal.scale()).toPlainString()
        : value.toString();
  }

  private static ObjectNode bounded(ObjectNode node, List<Double> boundaries) {
    ArrayNode nodes = NODES.arrayNode();
    boundaries.forEach(boundary -> nodes.add(boundary.toString()));
    node.set("boundaries", nodes);
    return node;
  }

  private static ObjectNode binary(String operator, Expression left, Expression right) {
    return with(with(operator(operator), "left", left), "right", right);
  }

  private static ObjectNode operands(String operator, Collection<Expression> operands) {
    ObjectNode node = operator(operator);
    node.set("operands", array(operands, PlanJson::expression));
    return node;
  }

  private static ObjectNode with(ObjectNode node, String property, Expression value) {
    node.set(property, expression(value));
    return node;
  }

  private static ObjectNode operator(String name) {
    return NODES.objectNode().put("op", name);
  }

  /// The columns' types are derived; they stand in the plan for readers that cannot derive them.
  private static <T> ArrayNode columns(
      Collection<T> definitions, Collection<Column> columns, Function<T, ObjectNode> form) {
    ArrayNode nodes = NODES.arrayNode();
    var each = columns.iterator();
    for (T definition : definitions) {
      Column column = each.next();
      ObjectNode node = form.apply(definition);
      node.put("type", column.type().text()).put("nullable", column.isNullable());
      if (column.isApproximate()) {
        node.put("approximate", true);
      }
      nodes.add(node);
    }
    return nodes;
  }

  static <T> ArrayNode array(Collection<T> values, Function<T, ObjectNode> form) {
    ArrayNode nodes = NODES.arrayNode();
    values.forEach(value -> nodes.add(form.apply(value)));
    return nodes;
  }
}
