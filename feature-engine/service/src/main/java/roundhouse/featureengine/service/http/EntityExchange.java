package roundhouse.featureengine.service.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.stream.EntityAnswer;
import roundhouse.featureengine.stream.EntityAnswer.AlreadyApplied;
import roundhouse.featureengine.stream.EntityAnswer.Answered;
import roundhouse.featureengine.stream.EntityAnswer.HeldBy;
import roundhouse.featureengine.stream.EntityAnswer.Unavailable;
import roundhouse.featureengine.stream.EntityAsk;
import roundhouse.featureengine.stream.SourcePosition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON in which instances ask each other. Malformed input is an [IllegalArgumentException].
final class EntityExchange {
  private static final JsonMapper JSON = JsonMapper.shared();

  private EntityExchange() {}

  static byte[] asks(List<EntityAsk> asks) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode all = body.putArray("asks");
    for (EntityAsk ask : asks) {
      all.addObject()
          .put("kind", ask.kind())
          .put("key", ask.key())
          .put("askId", ask.askId())
          .put("askTimeMicros", ask.askTimeMicros())
          .put("askKnownAtMicros", ask.askKnownAtMicros());
    }
    return JSON.writeValueAsBytes(body);
  }

  static List<EntityAsk> parseAsks(byte[] body) {
    try {
      List<EntityAsk> asks = new ArrayList<>();
      for (JsonNode ask : JSON.readTree(body).path("asks")) {
        asks.add(
            new EntityAsk(
                ask.required("kind").intValue(),
                ask.required("key").stringValue(),
                ask.required("askId").stringValue(),
                ask.required("askTimeMicros").longValue(),
                ask.required("askKnownAtMicros").longValue()));
      }
      return asks;
    } catch (JacksonException malformed) {
      throw malformed("questions", malformed);
    }
  }

  static byte[] answers(List<EntityAnswer> answers) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode all = body.putArray("answers");
    for (EntityAnswer answer : answers) {
      ObjectNode each = all.addObject().put("kind", answer.kind());
      switch (answer) {
        case Answered known -> put(known, each);
        case AlreadyApplied _ -> each.put("alreadyApplied", true);
        case Unavailable(_, String reason) -> each.put("unavailable", reason);
        case HeldBy(_, String host, int port) ->
            each.put("unavailable", "It is held by %s:%d".formatted(host, port));
      }
    }
    return JSON.writeValueAsBytes(body);
  }

  private static void put(Answered known, ObjectNode each) {
    each.put("outputs", known.outputs());
    known.appliedThrough().ifPresent(instant -> each.put("appliedThrough", instant.toString()));
    ArrayNode positions = each.putArray("positions");
    for (SourcePosition position : known.positions()) {
      positions
          .addObject()
          .put("topic", position.topic())
          .put("partition", position.partition())
          .put("offset", position.offset());
    }
  }

  /// @param asks what was asked: the answers must be to that, one each, in this order
  static List<EntityAnswer> parseAnswers(byte[] body, List<EntityAsk> asks) {
    try {
      List<EntityAnswer> answers = new ArrayList<>();
      for (JsonNode answer : JSON.readTree(body).path("answers")) {
        answers.add(answer(answer));
      }
      List<Integer> kinds = answers.stream().map(EntityAnswer::kind).toList();
      if (!kinds.equals(asks.stream().map(EntityAsk::kind).toList())) {
        throw new IllegalArgumentException("Answers: not those to the questions");
      }
      return answers;
    } catch (JacksonException malformed) {
      throw malformed("answers", malformed);
    }
  }

  private static EntityAnswer answer(JsonNode answer) {
    int kind = answer.required("kind").intValue();
    if (answer.has("alreadyApplied")) {
      return new AlreadyApplied(kind);
    }
    if (answer.has("unavailable")) {
      return new Unavailable(kind, answer.get("unavailable").stringValue());
    }
    List<SourcePosition> positions = new ArrayList<>();
    for (JsonNode position : answer.required("positions")) {
      positions.add(
          new SourcePosition(
              position.required("topic").stringValue(),
              position.required("partition").intValue(),
              position.required("offset").longValue()));
    }
    return new Answered(
        kind,
        answer.required("outputs").stringValue(),
        positions,
        Optional.ofNullable(answer.get("appliedThrough"))
            .map(JsonNode::stringValue)
            .map(Instant::parse));
  }

  private static IllegalArgumentException malformed(String what, JacksonException malformed) {
    return new IllegalArgumentException(
        "Body: no %s as instances exchange them (%s); send what this version sends"
            .formatted(what, malformed.getOriginalMessage()),
        malformed);
  }
}
