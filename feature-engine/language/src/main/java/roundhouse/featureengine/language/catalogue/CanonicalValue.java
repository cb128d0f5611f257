package roundhouse.featureengine.language.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Brings expressions that always have the same value to one form, on a plan's JSON.
///
/// ```
/// and(a, and(true, b))  →  and(a, b), sorted      not(not(a))  →  a
/// a > b  →  b < a        a >= b  →  b <= a         b = a, b + a, b * a, least(b, a)  →  sorted
/// the parts of an entity's key  →  sorted
/// ```
///
/// Two values that are the same may still differ here; two that differ never are the same. So a
/// comparison errs towards a backfill too many.
final class CanonicalValue {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Comparator<JsonNode> BY_TEXT = Comparator.comparing(JsonNode::toString);
  private static final Set<String> FLAT = Set.of("and@1", "or@1");
  private static final Set<String> UNORDERED = Set.of("least@1", "greatest@1");
  private static final Set<String> SYMMETRIC =
      Set.of("compare@1 equal", "compare@1 not-equal", "arithmetic@1 plus", "arithmetic@1 times");
  private static final Map<String, String> MIRRORED =
      Map.of("greater", "less", "at-least", "at-most");

  private CanonicalValue() {}

  static JsonNode of(JsonNode node) {
    if (node.isArray()) {
      return array(elements(node).map(CanonicalValue::of));
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode result = NODES.objectNode();
    node.properties().forEach(each -> result.set(each.getKey(), of(each.getValue())));
    return rewritten(result);
  }

  private static JsonNode rewritten(ObjectNode node) {
    String operator = node.path("op").asString("");
    if (FLAT.contains(operator)) {
      return flattened(operator, node);
    }
    if (operator.equals("not@1") && isOperator(node.path("operand"), "not@1")) {
      return node.path("operand").path("operand");
    }
    if (operator.equals("compare@1")) {
      mirror(node);
    }
    String which = node.path("comparator").asString(node.path("operator").asString(""));
    if (SYMMETRIC.contains(operator + " " + which)) {
      sort(node, "left", "right");
    }
    if (UNORDERED.contains(operator)) {
      node.set("operands", array(elements(node.path("operands")).sorted(BY_TEXT)));
    }
    if (node.path("keys").isArray()) {
      node.set("keys", array(elements(node.path("keys")).sorted(BY_TEXT)));
    }
    return node;
  }

  private static JsonNode flattened(String operator, ObjectNode node) {
    String neutral = operator.equals("and@1") ? "true" : "false";
    List<JsonNode> operands =
        elements(node.path("operands"))
            .flatMap(
                operand ->
                    isOperator(operand, operator)
                        ? elements(operand.path("operands"))
                        : Stream.of(operand))
            .filter(operand -> !isLiteral(operand, neutral))
            .distinct()
            .sorted(BY_TEXT)
            .toList();
    return operands.size() == 1
        ? operands.getFirst()
        : node.set("operands", array(operands.stream()));
  }

  private static void mirror(ObjectNode node) {
    String comparator = node.path("comparator").asString("");
    String mirrored = MIRRORED.get(comparator);
    if (mirrored != null) {
      node.put("comparator", mirrored);
      swap(node, "left", "right");
    }
  }

  private static void sort(ObjectNode node, String first, String second) {
    if (BY_TEXT.compare(node.path(first), node.path(second)) > 0) {
      swap(node, first, second);
    }
  }

  private static void swap(ObjectNode node, String first, String second) {
    JsonNode before = node.path(first);
    node.set(first, node.path(second));
    node.set(second, before);
  }

  private static boolean isOperator(JsonNode node, String operator) {
    return node.path("op").asString("").equals(operator);
  }

  private static boolean isLiteral(JsonNode node, String value) {
    return isOperator(node, "literal@1")
        && node.path("type").asString("").equals("boolean")
        && node.path("value").asString("").equals(value);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static ArrayNode array(Stream<JsonNode> elements) {
    List<JsonNode> list = new ArrayList<>();
    elements.forEach(list::add);
    return NODES.arrayNode().addAll(list);
  }
}
