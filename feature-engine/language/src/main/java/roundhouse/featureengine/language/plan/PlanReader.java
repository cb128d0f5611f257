package roundhouse.featureengine.language.plan;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.CalendarPart;
import roundhouse.featureengine.language.ast.Expression.Comparator;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.Expression.Operator;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
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
    JsonNode tree = treeOf(json);
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

  private static JsonNode treeOf(byte[] json) {
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
      case String other -> {
        node.reportOperator(other, "an aggregate, such as count@1");
        yield new Aggregate.Count();
      }
    };
  }

  private Window window(At node) {
    node.allows("op", "length");
    String operator = node.text("op");
    if (!operator.equals("exact@1")) {
      node.reportOperator(operator, "a window, exact@1");
    }
    return new Window.Exact(node.duration("length"));
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
    if (value == null || !text.equals(Objects.toString(value))) {
      node.child("value").report("'" + text + "'", "the shortest form of a " + type.text());
      return STAND_IN;
    }
    return new Literal(type, value);
  }

  private static @Nullable Object valueOf(ValueType type, String text) {
    try {
      return switch (type) {
        case BOOLEAN -> Boolean.valueOf(text);
        case LONG, INSTANT -> Long.valueOf(text);
        case DOUBLE -> Double.valueOf(text);
        case STRING -> text;
      };
    } catch (NumberFormatException e) {
      return null;
    }
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
      At child = child(property);
      if (child.node.isString()) {
        return child.node.stringValue();
      }
      child.report(child.found(), "text");
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
      return constant(property, ValueType.values());
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
