package roundhouse.featureengine.language.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
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
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Reads plans, hostile ones too: each problem of form is noted with its place, a harmless value
/// stands in, and reading goes on, so that all are found. Meaning is then checked by [Plan] itself.
final class PlanReader {
  private static final Literal STAND_IN = Literal.of(true);

  private final List<Problem> problems = new ArrayList<>();

  private PlanReader() {}

  static Plan read(byte[] json) {
    return read(treeOf(json));
  }

  /// A publication's tree, its plan's place in it aside: the plan names places of its own.
  static Publication readPublication(JsonNode tree) {
    PlanReader reader = new PlanReader();
    At root = reader.new At(tree, "");
    root.allows("format", "plan", "streams", "documentation");
    List<StreamSchema> streams = root.list("streams", reader::stream);
    Map<String, String> documentation = root.texts("documentation");
    if (!reader.problems.isEmpty()) {
      throw new InvalidDefinitionException("Publication", reader.problems);
    }
    return Publication.of(read(tree.path("plan")), streams, documentation);
  }

  static Plan read(JsonNode tree) {
    PlanReader reader = new PlanReader();
    Plan plan = reader.plan(tree);
    if (!PlanJson.treeOf(plan).equals(tree)) {
      throw invalid(
          Problem.of(
              "Plan '" + plan.reference() + "'",
              "not in its canonical form",
              "streams and fields sorted and only those that are read, and the columns' own types",
              "take the plan's bytes from the definition, unchanged"));
    }
    return plan;
  }

  static JsonNode treeOf(byte[] json) {
    try {
      return PlanJson.MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw invalid(
          Problem.of(
              "Plan",
              "not JSON: " + e.getOriginalMessage(),
              "one JSON object",
              "take the plan's bytes from the store, unchanged"));
    }
  }

  private Plan plan(JsonNode tree) {
    At root = new At(tree, "");
    root.allows(
        "format", "name", "version", "lag", "timeZoneData", "ask", "streams", "features", "labels");
    String format = root.text("format");
    if (!format.equals(PlanJson.FORMAT)) {
      root.child("format").report("'" + format + "'", "'" + PlanJson.FORMAT + "'");
    }
    String name = root.text("name");
    int version = root.integer("version");
    StreamSchema ask = stream(root.child("ask"));
    List<StreamSchema> streams = root.list("streams", this::stream);
    Duration lag = root.duration("lag");
    List<Feature> features = root.list("features", this::feature);
    List<Label> labels = root.list("labels", this::label);
    String timeZoneData = tree.has("timeZoneData") ? root.text("timeZoneData") : null;
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("Plan", problems);
    }
    return new Plan(name, version, ask, streams, lag, features, labels, timeZoneData);
  }

  private StreamSchema stream(At node) {
    node.allows("name", "id", "eventTime", "knownAt", "lateness", "fields");
    return new StreamSchema(
        node.text("name"),
        node.list("fields", this::field),
        node.text("id"),
        node.text("eventTime"),
        node.text("knownAt"),
        node.duration("lateness"));
  }

  private FieldSchema field(At node) {
    node.allows("name", "type", "nullable");
    return new FieldSchema(node.text("name"), node.type("type"), node.nullability());
  }

  private Feature feature(At node) {
    node.allows("name", "value", "type", "nullable");
    return new Feature(node.text("name"), expression(node.child("value")));
  }

  private Label label(At node) {
    node.allows("name", "history", "outcome", "maturity", "absence", "type", "nullable");
    return new Label(
        node.text("name"),
        history(node.child("history")),
        expression(node.child("outcome")),
        node.duration("maturity"),
        node.constant("absence", Label.Absence.values()));
  }

  private History history(At node) {
    node.allows("stream", "keys", "filter");
    return new History(
        node.text("stream"), node.list("keys", this::key), expression(node.child("filter")));
  }

  private History.KeyMatch key(At node) {
    node.allows("event", "ask");
    return new History.KeyMatch(expression(node.child("event")), expression(node.child("ask")));
  }

  private Expression expression(At node) {
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

  private Aggregate aggregate(At node) {
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

  private Window window(At node) {
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

  private Expression value(At node) {
    return expression(node.child("value"));
  }

  private Expression operand(At node, String property) {
    node.allows("op", property);
    return expression(node.child(property));
  }

  private List<Expression> operands(At node) {
    node.allows("op", "operands");
    return node.list("operands", this::expression);
  }

  private Expression binary(At node, BiFunction<Expression, Expression, Expression> form) {
    return form.apply(expression(node.child("left")), expression(node.child("right")));
  }

  private Literal literal(At node) {
    node.allows("op", "type", "value");
    ValueType type = node.type("type");
    if (node.child("value").node.isNull()) {
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

  private static InvalidDefinitionException invalid(Problem problem) {
    return new InvalidDefinitionException("Plan", List.of(problem));
  }

  /// A node and its place in the document.
  private final class At {
    private final JsonNode node;
    private final String path;

    At(JsonNode node, String path) {
      this.node = node;
      this.path = path;
    }

    void allows(String... properties) {
      if (!node.isObject()) {
        return; // Reading the first property reports it.
      }
      Set<String> unknown = new TreeSet<>(node.propertyNames());
      unknown.removeAll(Set.of(properties));
      for (String property : unknown) {
        report("property '" + property + "'", "only " + String.join(", ", properties));
      }
    }

    At child(String property) {
      JsonNode found = node.isObject() ? node.get(property) : null;
      return new At(found == null ? MissingNode.getInstance() : found, path + "/" + property);
    }

    String text(String property) {
      return child(property).ownText();
    }

    private String ownText() {
      if (node.isString()) {
        return node.stringValue();
      }
      report(found(), "text");
      return "";
    }

    int integer(String property) {
      At child = child(property);
      if (child.node.isInt()) {
        return child.node.intValue();
      }
      child.report(child.found(), "a whole number of 32 bits");
      return 1;
    }

    Nullability nullability() {
      At child = child("nullable");
      if (!child.node.isBoolean()) {
        child.report(child.found(), "true or false");
        return Nullability.NULLABLE;
      }
      return child.node.booleanValue() ? Nullability.NULLABLE : Nullability.REQUIRED;
    }

    ValueType type(String property) {
      String text = text(property);
      Optional<ValueType> type = ValueType.ofText(text);
      if (type.isEmpty() && !text.isEmpty()) {
        child(property)
            .report(
                "'" + text + "'",
                "boolean, long, double, string, instant, decimal(p,s), enum Name(A,B) or list(type)");
      }
      return type.orElse(ValueType.BOOLEAN);
    }

    double doubleText(String property) {
      return number(child(property), text(property));
    }

    List<Double> doubles(String property) {
      return list(property, each -> number(each, each.ownText()));
    }

    long longText(String property) {
      String text = text(property);
      try {
        long value = Long.parseLong(text);
        if (Long.toString(value).equals(text)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Reported below, as a number in another form is.
      }
      if (!text.isEmpty()) {
        child(property).report("'" + text + "'", "the shortest form of a long");
      }
      return 0;
    }

    private static double number(At place, String text) {
      try {
        double value = Double.parseDouble(text);
        if (Double.toString(value).equals(text)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Reported below, as a number in another form is.
      }
      if (!text.isEmpty()) {
        place.report("'" + text + "'", "the shortest form of a double");
      }
      return 0;
    }

    <E extends Enum<E>> E constant(String property, E[] constants) {
      String text = text(property);
      for (E constant : constants) {
        if (PlanJson.textOf(constant).equals(text)) {
          return constant;
        }
      }
      if (!text.isEmpty()) {
        child(property).report("'" + text + "'", oneOf(constants));
      }
      return constants[0];
    }

    Duration duration(String property) {
      String text = text(property);
      try {
        Duration duration = Duration.parse(text);
        if (duration.toString().equals(text)) {
          return duration;
        }
      } catch (DateTimeParseException e) {
        // Reported below, as a duration in another form is.
      }
      if (!text.isEmpty()) {
        child(property).report("'" + text + "'", "an ISO-8601 duration such as PT2H");
      }
      return Duration.ZERO;
    }

    <T> List<T> list(String property, Function<At, T> element) {
      At child = child(property);
      if (!child.node.isArray()) {
        child.report(child.found(), "a list");
        return List.of();
      }
      List<T> elements = new ArrayList<>();
      for (int i = 0; i < child.node.size(); i++) {
        elements.add(element.apply(new At(child.node.get(i), child.path + "/" + i)));
      }
      return elements;
    }

    Map<String, String> texts(String property) {
      At child = child(property);
      if (!child.node.isObject()) {
        child.report(child.found(), "an object of texts");
        return Map.of();
      }
      Map<String, String> texts = new TreeMap<>();
      child.node.propertyNames().forEach(name -> texts.put(name, child.text(name)));
      return texts;
    }

    void reportOperator(String operator, String expectation) {
      if (!operator.isEmpty()) {
        child("op").report("'" + operator + "'", expectation);
      }
    }

    void report(String value, String expectation) {
      problems.add(
          new Problem(
              "Plan",
              path.isEmpty() ? "/" : path,
              value,
              expectation,
              "take the plan's bytes from its definition, or use the release that wrote it"));
    }

    private String found() {
      return node.isMissingNode() ? "nothing" : "a JSON " + PlanJson.textOf(node.getNodeType());
    }
  }

  private static String oneOf(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(PlanJson::textOf)
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
