package roundhouse.featureengine.service.answer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.stream.event.EventDecoder;
import roundhouse.featureengine.stream.event.EventEncoder;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.featureengine.stream.event.PoisonedEventException;
import roundhouse.storage.Digests;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A vector of features as JSON, in the plan's order, by the encoder of events: equal values give
/// equal text, and other values other text, to the bit. A null is written as one. Mutable, for one
/// thread.
final class FeatureValues {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ExactJson EXACT = new ExactJson(JSON);

  private final List<String> names;
  private final EventEncoder encoder;
  private final EventDecoder decoder;

  FeatureValues(Plan plan) {
    List<Column> columns = plan.columns();
    names = columns.stream().map(Column::name).toList();
    String first = names.getFirst();
    EventTopic topic =
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
                Duration.ZERO));
    encoder = topic.newEncoder();
    decoder = topic.newDecoder();
  }

  /// The values of a text, all of which it has; valid until the next call.
  ///
  /// @throws IllegalArgumentException if it is no such text
  Row row(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isObject() || !List.copyOf(json.propertyNames()).equals(names)) {
        throw new IllegalArgumentException(
            "its features are %s; expected %s".formatted(json.propertyNames(), names));
      }
      return decoder.decode(text.getBytes(StandardCharsets.UTF_8));
    } catch (PoisonedEventException | JacksonException malformed) {
      throw new IllegalArgumentException(
          "its features are no values of them: " + malformed.getMessage(), malformed);
    }
  }

  /// @param without names of features that are not known
  ObjectNode json(Row features, Set<String> without) {
    ObjectNode present = (ObjectNode) EXACT.tree(encoder.encode(features));
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
