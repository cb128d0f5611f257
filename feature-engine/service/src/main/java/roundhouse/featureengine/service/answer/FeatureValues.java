package roundhouse.featureengine.service.answer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.Digests;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A vector of features as JSON, in the plan's order, by the encoder of events: equal values give
/// equal text, and other values other text, to the bit. A null is written as one. Mutable, for one
/// thread.
final class FeatureValues {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<String> names;
  private final EventEncoder encoder;

  FeatureValues(Plan plan) {
    List<Column> columns = plan.columns();
    names = columns.stream().map(Column::name).toList();
    String first = names.getFirst();
    encoder =
        EventTopic.ofJson(
                "features",
                new StreamSchema(
                    plan.reference(),
                    columns.stream()
                        .map(column -> FieldSchema.nullable(column.name(), column.type()))
                        .toList(),
                    first,
                    first,
                    first,
                    Duration.ZERO))
            .newEncoder();
  }

  /// @param without names of features that are not known
  ObjectNode json(Row features, Set<String> without) {
    ObjectNode present = (ObjectNode) JSON.readTree(encoder.encode(features));
    ObjectNode all = JSON.createObjectNode();
    for (String name : names) {
      if (!without.contains(name)) {
        JsonNode value = present.get(name);
        all.set(name, value == null ? all.nullNode() : value);
      }
    }
    return all;
  }

  /// SHA-256 of the text.
  static String digest(ObjectNode values) {
    return Digests.sha256Hex(text(values));
  }

  /// Without white space, in the plan's order.
  static String text(ObjectNode values) {
    return JSON.writeValueAsString(values);
  }
}
