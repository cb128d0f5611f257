package roundhouse.featureengine.language.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads plans, hostile ones too: each problem of form is noted with its place, a harmless value
/// stands in, and reading goes on, so that all are found. Meaning is then checked by [Plan] itself.
final class PlanReader {
  private final List<Problem> problems = new ArrayList<>();

  private PlanReader() {}

  static Plan read(byte[] json) {
    return read(treeOf(json));
  }

  /// A publication's tree, its plan's place in it aside: the plan names places of its own.
  static Publication readPublication(JsonNode tree) {
    PlanReader reader = new PlanReader();
    PlanNode root = PlanNode.root(tree, reader.problems);
    root.allows("format", "plan", "streams", "documentation");
    List<StreamSchema> streams = root.list("streams", PlanReader::stream);
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
    PlanNode root = PlanNode.root(tree, problems);
    root.allows(
        "format", "name", "version", "lag", "timeZoneData", "ask", "streams", "features", "labels");
    String format = root.text("format");
    if (!format.equals(PlanJson.FORMAT)) {
      root.child("format").report("'" + format + "'", "'" + PlanJson.FORMAT + "'");
    }
    String name = root.text("name");
    int version = root.integer("version");
    StreamSchema ask = stream(root.child("ask"));
    List<StreamSchema> streams = root.list("streams", PlanReader::stream);
    Duration lag = root.duration("lag");
    List<Feature> features = root.list("features", PlanReader::feature);
    List<Label> labels = root.list("labels", PlanReader::label);
    String timeZoneData = root.has("timeZoneData") ? root.text("timeZoneData") : null;
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("Plan", problems);
    }
    return new Plan(name, version, ask, streams, lag, features, labels, timeZoneData);
  }

  private static StreamSchema stream(PlanNode node) {
    node.allows("name", "id", "eventTime", "knownAt", "lateness", "fields");
    return new StreamSchema(
        node.text("name"),
        node.list("fields", PlanReader::field),
        node.text("id"),
        node.text("eventTime"),
        node.text("knownAt"),
        node.duration("lateness"));
  }

  private static FieldSchema field(PlanNode node) {
    node.allows("name", "type", "nullable");
    return new FieldSchema(node.text("name"), node.type("type"), node.nullability());
  }

  private static Feature feature(PlanNode node) {
    node.allows("name", "value", "type", "nullable", "approximate");
    return new Feature(node.text("name"), ExpressionReader.expression(node.child("value")));
  }

  private static Label label(PlanNode node) {
    node.allows("name", "history", "outcome", "maturity", "absence", "type", "nullable");
    return new Label(
        node.text("name"),
        ExpressionReader.history(node.child("history")),
        ExpressionReader.expression(node.child("outcome")),
        node.duration("maturity"),
        node.constant("absence", Label.Absence.values()));
  }

  private static InvalidDefinitionException invalid(Problem problem) {
    return new InvalidDefinitionException("Plan", List.of(problem));
  }
}
