package roundhouse.featureengine.language.plan;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A node of a plan's JSON and its place in the document. What has not the form that is asked for
/// is noted with that place, and a harmless value stands in.
final class PlanNode {
  private final JsonNode node;
  private final String path;
  private final List<Problem> problems;

  private PlanNode(JsonNode node, String path, List<Problem> problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
  }

  /// A document's root.
  ///
  /// @param problems where what is found wrong in it is added
  static PlanNode root(JsonNode tree, List<Problem> problems) {
    return new PlanNode(tree, "", problems);
  }

  boolean has(String property) {
    return node.has(property);
  }

  boolean isNull() {
    return node.isNull();
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

  PlanNode child(String property) {
    JsonNode found = node.isObject() ? node.get(property) : null;
    return new PlanNode(
        found == null ? MissingNode.getInstance() : found, path + "/" + property, problems);
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
    PlanNode child = child(property);
    if (child.node.isInt()) {
      return child.node.intValue();
    }
    child.report(child.found(), "a whole number of 32 bits");
    return 1;
  }

  Nullability nullability() {
    PlanNode child = child("nullable");
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

  private static double number(PlanNode place, String text) {
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

  <T> List<T> list(String property, Function<PlanNode, T> element) {
    PlanNode child = child(property);
    if (!child.node.isArray()) {
      child.report(child.found(), "a list");
      return List.of();
    }
    List<T> elements = new ArrayList<>();
    for (int i = 0; i < child.node.size(); i++) {
      elements.add(element.apply(new PlanNode(child.node.get(i), child.path + "/" + i, problems)));
    }
    return elements;
  }

  Map<String, String> texts(String property) {
    PlanNode child = child(property);
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

  private static String oneOf(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(PlanJson::textOf)
        .collect(Collectors.joining(", ", "one of ", ""));
  }
}
