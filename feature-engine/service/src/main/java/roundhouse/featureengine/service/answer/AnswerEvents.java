package roundhouse.featureengine.service.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.service.answer.Answer.EntityPart;
import roundhouse.featureengine.stream.SourcePosition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers as events of a stream, which is archived like every other: what was asked, by which
/// plan, what was answered, and from which positions.
public final class AnswerEvents {
  /// Their stream. `ask`, `features` and `entities` are JSON; `complete` says that no feature was
  /// unavailable.
  public static final StreamSchema SCHEMA =
      new StreamSchema(
          "feature-answers",
          List.of(
              FieldSchema.required("answerId", ValueType.STRING),
              FieldSchema.required("featureSet", ValueType.STRING),
              FieldSchema.required("planHash", ValueType.STRING),
              FieldSchema.required("askId", ValueType.STRING),
              FieldSchema.required("knownAt", ValueType.INSTANT),
              FieldSchema.required("ask", ValueType.STRING),
              FieldSchema.required("features", ValueType.STRING),
              FieldSchema.required("digest", ValueType.STRING),
              FieldSchema.required("entities", ValueType.STRING),
              FieldSchema.required("complete", ValueType.BOOLEAN),
              FieldSchema.nullable("staleMicros", ValueType.LONG)),
          "answerId",
          "knownAt",
          "knownAt",
          Duration.ZERO);

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ExactJson EXACT = new ExactJson(JSON);

  private AnswerEvents() {}

  /// An answer as it was archived.
  ///
  /// @param planHash of the plan that it was computed by
  /// @param features the text of the values, as it was served
  public record Archived(
      String answerId,
      String planHash,
      String askId,
      ObjectNode ask,
      String features,
      String digest,
      List<EntityPart> entities) {
    public Archived {
      entities = List.copyOf(entities);
    }
  }

  static ArrayRow rowOf(Plan plan, String planHash, Answer answer) {
    return ArrayRow.of(
        UUID.randomUUID().toString(),
        plan.reference(),
        planHash,
        answer.ask().path(plan.askStream().id()).asString(),
        Micros.of(answer.knownAt()),
        JSON.writeValueAsString(answer.ask()),
        FeatureValues.text(answer.values()),
        answer.digest(),
        JSON.writeValueAsString(entities(answer.entities())),
        answer.entities().stream().allMatch(part -> part.unavailable() == null),
        answer.staleness().map(Micros::of).orElse(null));
  }

  /// Reads an archived event, whose fields are those of [#SCHEMA].
  public static Archived read(Row event) {
    return new Archived(
        event.stringAt(0),
        event.stringAt(2),
        event.stringAt(3),
        (ObjectNode) EXACT.tree(event.stringAt(5)),
        event.stringAt(6),
        event.stringAt(7),
        parts(JSON.readTree(event.stringAt(8))));
  }

  /// The entities' parts of an answer, as callers and the archive get them.
  public static ArrayNode entities(List<EntityPart> parts) {
    ArrayNode entities = JSON.createArrayNode();
    for (EntityPart part : parts) {
      ObjectNode entity = entities.addObject();
      entity.put("entity", part.entity());
      entity.put("kind", part.kind());
      String unavailable = part.unavailable();
      if (unavailable != null) {
        entity.put("unavailable", unavailable);
        part.missing().forEach(entity.putArray("missing")::add);
        continue;
      }
      Instant applied = part.appliedThrough();
      entity.put("appliedThrough", applied == null ? null : applied.toString());
      ArrayNode positions = entity.putArray("positions");
      for (SourcePosition position : part.positions()) {
        positions
            .addObject()
            .put("topic", position.topic())
            .put("partition", position.partition())
            .put("offset", position.offset());
      }
    }
    return entities;
  }

  private static List<EntityPart> parts(JsonNode entities) {
    List<EntityPart> parts = new ArrayList<>();
    for (JsonNode entity : entities) {
      List<SourcePosition> positions = new ArrayList<>();
      for (JsonNode position : entity.path("positions")) {
        positions.add(
            new SourcePosition(
                position.get("topic").asString(),
                position.get("partition").asInt(),
                position.get("offset").asLong()));
      }
      parts.add(
          new EntityPart(
              entity.get("entity").asString(),
              entity.get("kind").asInt(),
              text(entity, "appliedThrough").map(Instant::parse).orElse(null),
              positions,
              text(entity, "unavailable").orElse(null),
              texts(entity.path("missing"))));
    }
    return parts;
  }

  private static Optional<String> text(JsonNode entity, String name) {
    @Nullable JsonNode value = entity.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asString());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}
