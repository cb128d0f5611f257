package roundhouse.featureengine.service.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.stream.event.EventDecoder;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.featureengine.stream.event.PoisonedEventException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an ask looks like in JSON: the fields of the ask stream, read by the decoder of events, so
/// that an ask and the event that it becomes are the same values. Mutable, for one thread.
final class AskForm {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final StreamSchema schema;
  private final AskTimes times;
  private final EventDecoder decoder;
  private final Map<String, EventDecoder> decoderOfField = new TreeMap<>();

  AskForm(StreamSchema schema, AskTimes times) {
    this.schema = schema;
    this.times = times;
    decoder = EventTopic.ofJson("asks", schema).newDecoder();
    for (FieldSchema field : schema.fields()) {
      decoderOfField.put(field.name(), EventTopic.ofJson("asks", only(field)).newDecoder());
    }
  }

  /// An ask as it was taken.
  ///
  /// @param json with the times that were assigned
  record Ask(ObjectNode json, ArrayRow row, Instant knownAt) {}

  /// Takes an ask, unless something is wrong with it; then everything that is.
  Ask take(ObjectNode asked) throws InvalidAskException {
    List<AskProblem> problems = new ArrayList<>();
    Optional<Instant> now = times.assigned();
    ObjectNode ask = asked.deepCopy();
    now.ifPresent(instant -> assign(instant, ask, problems));
    unknownFields(ask, problems);
    try {
      Ask taken = decoded(ask);
      checkTimes(taken, problems);
      if (problems.isEmpty()) {
        return taken;
      }
    } catch (PoisonedEventException poison) {
      // Field by field costs as much again for each: only where something is wrong.
      decoderOfField.forEach((field, one) -> check(field, one, ask, problems));
      if (problems.isEmpty()) {
        problems.add(asAWhole(ask, poison));
      }
    }
    throw new InvalidAskException(problems);
  }

  /// An ask that was taken before.
  Ask retake(ObjectNode json) throws InvalidAskException {
    try {
      return decoded(json);
    } catch (PoisonedEventException poison) {
      throw new InvalidAskException(List.of(asAWhole(json, poison)));
    }
  }

  private void assign(Instant now, ObjectNode ask, List<AskProblem> problems) {
    JsonNode given = ask.get(schema.knownAt());
    if (given != null) {
      problems.add(
          new AskProblem(
              "Field '%s'".formatted(schema.knownAt()),
              given.asString(),
              "no value, for it is this service that says when an ask became known",
              "leave it out"));
    }
    ask.put(schema.knownAt(), now.toString());
  }

  private void unknownFields(ObjectNode ask, List<AskProblem> problems) {
    for (String name : ask.propertyNames()) {
      if (schema.indexOf(name) < 0) {
        problems.add(
            new AskProblem(
                "Field '%s'".formatted(name),
                ask.get(name).toString(),
                "a field of the ask stream '%s': %s".formatted(schema.name(), schema.fieldNames()),
                "remove it or correct its name"));
      }
    }
  }

  private void check(String name, EventDecoder one, ObjectNode ask, List<AskProblem> problems) {
    JsonNode value = ask.get(name);
    ObjectNode only = JSON.createObjectNode();
    if (value != null) {
      only.set(name, value);
    }
    try {
      var _ = one.decode(JSON.writeValueAsBytes(only));
    } catch (PoisonedEventException poison) {
      FieldSchema field = schema.find(name).orElseThrow();
      problems.add(
          new AskProblem(
              "Field '%s'".formatted(name),
              value == null ? "absent" : value.toString(),
              "a %s%s"
                  .formatted(field.type().text(), field.isNullable() ? " or null" : ", never null"),
              value == null ? "add it" : "correct it"));
    }
  }

  private Ask decoded(ObjectNode json) throws PoisonedEventException {
    Row event = decoder.decode(JSON.writeValueAsBytes(json));
    ArrayRow row = ArrayRow.ofSize(schema.fields().size());
    RowValues.copy(schema, event, row);
    return new Ask(json, row, Micros.instant(row.longAt(schema.indexOf(schema.knownAt()))));
  }

  private AskProblem asAWhole(ObjectNode json, PoisonedEventException poison) {
    return new AskProblem(
        "Ask",
        json.toString(),
        "an event of '%s'".formatted(schema.name()),
        String.valueOf(poison.getMessage()));
  }

  private void checkTimes(Ask ask, List<AskProblem> problems) {
    Instant eventTime = Micros.instant(ask.row().longAt(schema.indexOf(schema.eventTime())));
    Duration before = Duration.between(eventTime, ask.knownAt());
    if (before.isNegative() || before.compareTo(schema.lateness()) > 0) {
      problems.add(
          new AskProblem(
              "Field '%s'".formatted(schema.eventTime()),
              eventTime.toString(),
              "an instant from %s to %s"
                  .formatted(ask.knownAt().minus(schema.lateness()), ask.knownAt()),
              "ask sooner after it happened, and not before; the stream's bound on lateness is %s"
                  .formatted(schema.lateness())));
    }
  }

  private static StreamSchema only(FieldSchema field) {
    return new StreamSchema(
        field.name(), List.of(field), field.name(), field.name(), field.name(), Duration.ZERO);
  }
}
