package roundhouse.featureengine.service.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.stream.event.EventTopic;

class TopicsFileTest {
  private static final StreamSchema SCHEMA =
      new StreamSchema(
          "payments",
          List.of(
              FieldSchema.required("id", ValueType.STRING),
              FieldSchema.nullable("amount", new ValueType.Decimal(12, 2)),
              FieldSchema.required(
                  "channel", new ValueType.Enumeration("Channel", List.of("APP", "WEB"))),
              FieldSchema.nullable("tags", new ValueType.ListOf(ValueType.STRING)),
              FieldSchema.required("at", ValueType.INSTANT),
              FieldSchema.required("knownAt", ValueType.INSTANT)),
          "id",
          "at",
          "knownAt",
          Duration.ofMinutes(30));

  @TempDir private Path folder;

  @Test
  void readsWhatItWrites() throws Exception {
    List<EventTopic> topics =
        List.of(
            EventTopic.ofJson("payments-json", SCHEMA),
            EventTopic.ofAvro(
                "visits-avro",
                new StreamSchema("visits", SCHEMA.fields(), "id", "at", "at", Duration.ZERO),
                "{\"type\": \"record\"}"),
            EventTopic.ofMarkedAvro(
                "orders-avro",
                new StreamSchema("orders", SCHEMA.fields(), "id", "at", "at", Duration.ZERO),
                List.of("{\"type\": \"record\"}", "{}")));

    assertThat(TopicsFile.read(Files.write(folder.resolve("t.json"), TopicsFile.write(topics))))
        .isEqualTo(topics);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("t.json"),
            """
            {"topics": [
              {"topic": "a", "format": "xml", "stream": "s", "id": "id", "eventTime": "at",
               "knownAt": "at", "lateness": "soon", "fields": [{"name": "id", "type": "number"}]},
              {"format": "avro", "fields": []},
              {"topic": "b", "format": "avro-marked", "fields": []}]}""");

    assertThatThrownBy(() -> TopicsFile.read(file))
        .hasMessageContainingAll(
            "format 'xml'; expected json, avro or avro-marked",
            "lateness 'soon'; expected a duration",
            "type 'number'; expected",
            "'at' is no field of it",
            "'topic' is missing",
            "has no fields",
            "'avroSchema' is missing",
            "topic 'b': 'avroSchemas' is missing");
  }

  @Test
  void anotherFileIsRefused() throws Exception {
    assertThatThrownBy(() -> TopicsFile.read(folder.resolve("absent")))
        .hasMessageContaining("it cannot be read");
    Path empty = Files.writeString(folder.resolve("e.json"), "{\"topics\": []}");
    assertThatThrownBy(() -> TopicsFile.read(empty)).hasMessageContaining("no topics");
  }
}
