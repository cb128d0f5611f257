package roundhouse.featureengine.service.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Nullability;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.stream.event.EventFormat;
import roundhouse.featureengine.stream.event.EventTopic;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A JSON file that says which topics there are, with every field of their events: the streams that
/// read a topic and the archiver that keeps it judge its records by the same schema.
///
/// ```json
/// {"topics": [{
///   "topic": "flight-departed", "format": "json", "stream": "flight-departed",
///   "id": "flightId", "eventTime": "departedAt", "knownAt": "departedAt", "lateness": "PT0S",
///   "fields": [{"name": "flightId", "type": "long"},
///              {"name": "tailNumber", "type": "string", "nullable": true}]}]}
/// ```
///
/// A topic of `"format": "avro"` has its writer's schema, as text, under `avroSchema`; one of
/// `"avro-marked"`, whose records say which schema they were written by, has all of them under
/// `avroSchemas`.
public final class TopicsFile {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private TopicsFile() {}

  private record File(@Nullable List<Topic> topics) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({
    "topic",
    "format",
    "avroSchema",
    "avroSchemas",
    "stream",
    "id",
    "eventTime",
    "knownAt",
    "lateness",
    "fields"
  })
  private record Topic(
      @Nullable String topic,
      @Nullable String format,
      @Nullable String avroSchema,
      @Nullable List<String> avroSchemas,
      @Nullable String stream,
      @Nullable String id,
      @Nullable String eventTime,
      @Nullable String knownAt,
      @Nullable String lateness,
      @Nullable List<Field> fields) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"name", "type", "nullable"})
  private record Field(@Nullable String name, @Nullable String type, @Nullable Boolean nullable) {}

  /// Throws [IllegalArgumentException] with one line for each thing that is wrong with the file.
  public static List<EventTopic> read(Path file) {
    List<String> problems = new ArrayList<>();
    List<EventTopic> topics = new ArrayList<>();
    try {
      File parsed = JSON.readValue(Files.readAllBytes(file), File.class);
      List<Topic> all = parsed.topics() == null ? List.of() : parsed.topics();
      if (all.isEmpty()) {
        problems.add("it has no topics; expected at least one");
      }
      all.forEach(topic -> read(topic, problems).ifPresent(topics::add));
      requireOneEach(topics, problems);
    } catch (IOException | JacksonException e) {
      problems.add("it cannot be read: " + firstLine(e));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(
              "\n",
              problems.stream()
                  .map(problem -> "Topics file '%s': %s".formatted(file, problem))
                  .toList()));
    }
    return List.copyOf(topics);
  }

  /// The file's content for these topics.
  public static byte[] write(List<EventTopic> topics) {
    return JSON.writeValueAsBytes(new File(topics.stream().map(TopicsFile::topic).toList()));
  }

  private static Topic topic(EventTopic topic) {
    StreamSchema schema = topic.schema();
    return new Topic(
        topic.topic(),
        switch (topic.format()) {
          case EventFormat.Json _ -> "json";
          case EventFormat.Avro _ -> "avro";
          case EventFormat.MarkedAvro _ -> "avro-marked";
        },
        topic.format() instanceof EventFormat.Avro avro ? avro.writerSchema() : null,
        topic.format() instanceof EventFormat.MarkedAvro avro ? avro.writerSchemas() : null,
        schema.name(),
        schema.id(),
        schema.eventTime(),
        schema.knownAt(),
        schema.lateness().toString(),
        schema.fields().stream()
            .map(
                field ->
                    new Field(field.name(), field.type().text(), field.isNullable() ? true : null))
            .toList());
  }

  private static Optional<EventTopic> read(Topic topic, List<String> problems) {
    int before = problems.size();
    String name = required("topic", topic.topic(), "a topic", problems);
    String of = "topic '%s'".formatted(name);
    List<FieldSchema> fields = fields(topic, of, problems);
    StreamSchema schema =
        new StreamSchema(
            required("stream", topic.stream(), of, problems),
            fields,
            required("id", topic.id(), of, problems),
            required("eventTime", topic.eventTime(), of, problems),
            required("knownAt", topic.knownAt(), of, problems),
            lateness(topic, of, problems));
    for (String role : List.of(schema.id(), schema.eventTime(), schema.knownAt())) {
      if (!role.isEmpty() && schema.indexOf(role) < 0) {
        problems.add(
            "%s: '%s' is no field of it; expected one of %s"
                .formatted(of, role, schema.fieldNames()));
      }
    }
    Optional<EventFormat> format = format(topic, of, problems);
    return problems.size() > before
        ? Optional.empty()
        : format.map(each -> new EventTopic(name, schema, each));
  }

  private static List<FieldSchema> fields(Topic topic, String of, List<String> problems) {
    List<FieldSchema> fields = new ArrayList<>();
    List<Field> given = topic.fields() == null ? List.of() : topic.fields();
    if (given.isEmpty()) {
      problems.add(of + ": has no fields; expected every field of its events");
    }
    for (Field field : given) {
      String name = required("name", field.name(), of + ", a field", problems);
      String type = required("type", field.type(), "%s, field '%s'".formatted(of, name), problems);
      Optional<ValueType> known = ValueType.ofText(type);
      if (known.isEmpty() && !type.isEmpty()) {
        problems.add(
            "%s, field '%s': type '%s'; expected boolean, long, double, string, instant, decimal(p,s), enum or list"
                .formatted(of, name, type));
      }
      known.ifPresent(
          each ->
              fields.add(
                  new FieldSchema(
                      name,
                      each,
                      Boolean.TRUE.equals(field.nullable())
                          ? Nullability.NULLABLE
                          : Nullability.REQUIRED)));
    }
    return fields;
  }

  private static Duration lateness(Topic topic, String of, List<String> problems) {
    String text = required("lateness", topic.lateness(), of, problems);
    try {
      return text.isEmpty() ? Duration.ZERO : Duration.parse(text);
    } catch (DateTimeParseException malformed) {
      problems.add("%s: lateness '%s'; expected a duration such as PT30M".formatted(of, text));
      return Duration.ZERO;
    }
  }

  private static Optional<EventFormat> format(Topic topic, String of, List<String> problems) {
    String format = required("format", topic.format(), of, problems);
    return switch (format) {
      case "json" -> Optional.of(new EventFormat.Json());
      case "avro" ->
          Optional.of(
              new EventFormat.Avro(required("avroSchema", topic.avroSchema(), of, problems)));
      case "avro-marked" -> {
        List<String> schemas = topic.avroSchemas() == null ? List.of() : topic.avroSchemas();
        if (schemas.isEmpty()) {
          problems.add(of + ": 'avroSchemas' is missing");
        }
        yield Optional.of(new EventFormat.MarkedAvro(schemas));
      }
      default -> {
        problems.add("%s: format '%s'; expected json, avro or avro-marked".formatted(of, format));
        yield Optional.empty();
      }
    };
  }

  private static String required(
      String key, @Nullable String value, String of, List<String> problems) {
    if (value == null || value.isBlank()) {
      problems.add("%s: '%s' is missing".formatted(of, key));
      return "";
    }
    return value;
  }

  private static void requireOneEach(List<EventTopic> topics, List<String> problems) {
    Set<String> streams = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (EventTopic topic : topics) {
      if (!names.add(topic.topic()) || !streams.add(topic.schema().name())) {
        problems.add(
            "topic '%s' of stream '%s': given twice; expected one topic for each stream"
                .formatted(topic.topic(), topic.schema().name()));
      }
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
