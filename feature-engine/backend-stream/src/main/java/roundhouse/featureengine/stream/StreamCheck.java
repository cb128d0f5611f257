package roundhouse.featureengine.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.featureengine.stream.event.UnreadableTopicException;

/// Everything in which options and a plan do not fit, found before anything starts.
final class StreamCheck {
  private final List<String> problems = new ArrayList<>();

  private StreamCheck() {}

  /// Throws [IllegalArgumentException] listing every problem.
  static void require(Program program, StreamOptions options) {
    StreamCheck check = new StreamCheck();
    List<EntityKind> kinds = EntityKinds.ofFeatures(program);
    if (kinds.isEmpty()) {
      check.problems.add("its features read no events; answer them from the ask alone");
    }
    for (int stream : EntityKinds.streamsRead(kinds)) {
      check.checkStream(program.plan().streams().get(stream), options);
    }
    if (!check.problems.isEmpty()) {
      throw new IllegalArgumentException(
          "Stream application of %s: %s"
              .formatted(program.plan().reference(), String.join("; ", check.problems)));
    }
  }

  private void checkStream(StreamSchema planned, StreamOptions options) {
    List<EventTopic> topics =
        options.topics().stream()
            .filter(topic -> topic.schema().name().equals(planned.name()))
            .toList();
    if (topics.size() != 1) {
      problems.add(
          "stream '%s': has %d topics; declare one".formatted(planned.name(), topics.size()));
      return;
    }
    EventTopic topic = topics.getFirst();
    planned.fields().forEach(field -> checkField(planned, field, topic.schema()));
    if (!topic.schema().id().equals(planned.id())
        || !topic.schema().eventTime().equals(planned.eventTime())
        || !topic.schema().knownAt().equals(planned.knownAt())
        || !topic.schema().lateness().equals(planned.lateness())) {
      problems.add(
          "stream '%s': id, event time, known-at time or lateness differ from the plan's; declare the same"
              .formatted(planned.name()));
    }
    try {
      topic.newDecoder();
    } catch (UnreadableTopicException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /// A field may have become less nullable since the plan was made, not more.
  private void checkField(StreamSchema planned, FieldSchema field, StreamSchema declared) {
    Optional<FieldSchema> found = declared.find(field.name());
    boolean fits =
        found.isPresent()
            && found.get().type().equals(field.type())
            && (field.isNullable() || !found.get().isNullable());
    if (!fits) {
      problems.add(
          "stream '%s', field '%s': the plan reads a %s%s, the topic's schema has %s; declare the same"
              .formatted(
                  planned.name(),
                  field.name(),
                  field.isNullable() ? "nullable " : "",
                  field.type().text(),
                  found.map(other -> other.type().text()).orElse("none")));
    }
  }
}
