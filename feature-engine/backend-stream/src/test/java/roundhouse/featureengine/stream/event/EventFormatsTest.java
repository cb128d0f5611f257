package roundhouse.featureengine.stream.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

class EventFormatsTest {
  private static final StreamSchema ALL_TYPES =
      stream(
          FieldSchema.required("id", ValueType.LONG),
          FieldSchema.required("at", ValueType.INSTANT),
          FieldSchema.nullable("flag", ValueType.BOOLEAN),
          FieldSchema.nullable("count", ValueType.LONG),
          FieldSchema.nullable("amount", ValueType.DOUBLE),
          FieldSchema.nullable("name", ValueType.STRING),
          FieldSchema.nullable("when", ValueType.INSTANT),
          FieldSchema.nullable("price", new ValueType.Decimal(12, 2)),
          FieldSchema.nullable(
              "channel", new ValueType.Enumeration("Channel", List.of("APP", "WEB"))),
          FieldSchema.nullable("tags", new ValueType.ListOf(ValueType.STRING)),
          FieldSchema.nullable("prices", new ValueType.ListOf(new ValueType.Decimal(5, 3))));

  private static final StreamSchema SMALL =
      stream(
          FieldSchema.required("id", ValueType.LONG),
          FieldSchema.required("at", ValueType.INSTANT),
          FieldSchema.nullable("amount", ValueType.DOUBLE));

  @Test
  void everyEventIsReadBackToTheBit() throws Exception {
    Random random = new Random(1);
    for (EventTopic topic : List.of(json(ALL_TYPES), avro(ALL_TYPES))) {
      EventEncoder encoder = topic.newEncoder();
      EventDecoder decoder = topic.newDecoder();
      for (int i = 0; i < 500; i++) {
        ArrayRow event = event(random);
        assertThat(values(ALL_TYPES, decoder.decode(encoder.encode(event))))
            .as(topic.format().toString())
            .isEqualTo(event);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "[]",
        "{",
        "{\"id\":1,\"at\":0} x",
        "{\"id\":1,\"at\":0,\"id\":2}",
        "{\"at\":0}",
        "{\"id\":null,\"at\":0}",
        "{\"id\":1.5,\"at\":0}",
        "{\"id\":9223372036854775808,\"at\":0}",
        "{\"id\":\"1\",\"at\":0}",
        "{\"id\":1,\"at\":\"yesterday\"}",
        "{\"id\":1,\"at\":\"2013-01-01T00:00:00.0000001Z\"}",
        "{\"id\":1,\"at\":0,\"amount\":true}",
        "{\"id\":1,\"at\":0,\"amount\":1e999}",
        "{\"id\":1,\"at\":0,\"amount\":\"much\"}"
      })
  void jsonThatIsNoEventIsPoison(String json) {
    EventDecoder decoder = json(SMALL).newDecoder();
    assertThatThrownBy(() -> decoder.decode(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(PoisonedEventException.class);
  }

  @Test
  void poisonSaysFieldAndExpectation() {
    EventDecoder decoder = json(SMALL).newDecoder();
    assertThatThrownBy(
            () -> decoder.decode("{\"id\":1,\"at\":\"x\"}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("field 'at': 'x'; expected instant");
    assertThatThrownBy(() -> decoder.decode("{\"id\":1}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("field 'at': null or absent; expected instant");
    assertThatThrownBy(() -> decoder.decode(null)).hasMessage("no value; expected a JSON object");
  }

  @Test
  void eventAfterPoisonIsReadAsEver() throws Exception {
    EventDecoder decoder = json(SMALL).newDecoder();
    assertThatThrownBy(
            () -> decoder.decode("{\"amount\":3.5,\"id\":true}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(PoisonedEventException.class);
    Row event = decoder.decode("{\"id\":1,\"at\":5}".getBytes(StandardCharsets.UTF_8));
    assertThat(values(SMALL, event)).isEqualTo(ArrayRow.of(1L, 5L, null));
  }

  @Test
  void halfOfASurrogatePairIsPoisonAndAWholeOneIsNot() throws Exception {
    StreamSchema schema =
        stream(
            FieldSchema.required("id", ValueType.STRING),
            FieldSchema.required("at", ValueType.INSTANT));
    EventDecoder decoder = json(schema).newDecoder();
    assertThatThrownBy(
            () -> decoder.decode("{\"id\":\"\\ud83d\",\"at\":0}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(PoisonedEventException.class);
    Row event =
        decoder.decode("{\"id\":\"\\ud83d\\ude00\",\"at\":0}".getBytes(StandardCharsets.UTF_8));
    assertThat(event.stringAt(0)).isEqualTo("😀");
  }

  @Test
  void damagedAvroIsPoisonOrAnotherEventAndNothingElse() {
    Random random = new Random(2);
    EventTopic topic = avro(ALL_TYPES);
    EventDecoder decoder = topic.newDecoder();
    int poisoned = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = topic.newEncoder().encode(event(random));
      if (random.nextBoolean()) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        decoder.decode(bytes);
      } catch (PoisonedEventException e) {
        poisoned++;
      }
    }
    assertThat(poisoned).isGreaterThan(1_000);
  }

  @Test
  void avroWidensWithoutLossAndPassesOverOtherFields() throws Exception {
    Schema written =
        SchemaBuilder.record("Written")
            .fields()
            .requiredString("extra")
            .name("at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredInt("id")
            .optionalFloat("amount")
            .endRecord();
    EventDecoder decoder = EventTopic.ofAvro("t", SMALL, written.toString()).newDecoder();
    GenericRecord record =
        new GenericRecordBuilder(written)
            .set("extra", "x")
            .set("at", 7L)
            .set("id", 3)
            .set("amount", 0.5f)
            .build();
    assertThat(values(SMALL, decoder.decode(bytes(record))))
        .isEqualTo(ArrayRow.of(3L, 7_000L, 0.5));
  }

  @Test
  void avroThatCannotGiveTheStreamIsRefusedWithEveryProblem() {
    Schema written =
        SchemaBuilder.record("Written")
            .fields()
            .requiredString("id")
            .requiredLong("amount")
            .endRecord();
    assertThatThrownBy(() -> EventTopic.ofAvro("t", SMALL, written.toString()).newDecoder())
        .isInstanceOf(UnreadableTopicException.class)
        .hasMessageContaining("field 'at': not in the topic's schema")
        .hasMessageContaining("field 'id'")
        .hasMessageContaining("field 'amount'");
    assertThatThrownBy(() -> EventTopic.ofAvro("t", SMALL, "{").newDecoder())
        .isInstanceOf(UnreadableTopicException.class);
  }

  @Test
  void nullableFieldThatTheTopicLacksIsNull() throws Exception {
    Schema written =
        SchemaBuilder.record("Written")
            .fields()
            .requiredLong("id")
            .name("at")
            .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .endRecord();
    GenericRecord record = new GenericRecordBuilder(written).set("id", 1L).set("at", 2L).build();
    EventDecoder decoder = EventTopic.ofAvro("t", SMALL, written.toString()).newDecoder();
    assertThat(values(SMALL, decoder.decode(bytes(record)))).isEqualTo(ArrayRow.of(1L, 2L, null));
  }

  private static ArrayRow event(Random random) {
    return ArrayRow.of(
        random.nextLong(),
        random.nextLong(-60_000_000_000_000_000L, 200_000_000_000_000_000L),
        orNull(random, random.nextBoolean()),
        orNull(random, random.nextLong()),
        orNull(random, number(random)),
        orNull(random, text(random)),
        orNull(random, random.nextLong(0, 4_000_000_000_000_000L)),
        orNull(random, random.nextLong(-999_999_999_999L, 999_999_999_999L)),
        orNull(random, random.nextBoolean() ? "APP" : "WEB"),
        orNull(random, ListValue.of(text(random), null, text(random))),
        orNull(random, ListValue.of(random.nextLong(-99_999, 99_999), null)));
  }

  private static @Nullable Object orNull(Random random, Object value) {
    return random.nextInt(5) == 0 ? null : value;
  }

  private static double number(Random random) {
    double[] special = {
      0.0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      0.1,
      Double.MIN_VALUE,
      Double.MAX_VALUE
    };
    return random.nextBoolean() ? special[random.nextInt(special.length)] : random.nextGaussian();
  }

  private static String text(Random random) {
    String[] texts = {"", "GB", "a'b\"\\", "￮", "😀", "\u0000"};
    return texts[random.nextInt(texts.length)];
  }

  private static ArrayRow values(StreamSchema schema, Row row) {
    @Nullable Object[] values = new @Nullable Object[schema.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.isNull(i) ? null : value(schema.fields().get(i).type(), row, i);
    }
    return ArrayRow.of(values);
  }

  private static Object value(ValueType type, Row row, int i) {
    return switch (type) {
      case ValueType.Simple.BOOLEAN -> row.booleanAt(i);
      case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> row.longAt(i);
      case ValueType.Simple.DOUBLE -> row.doubleAt(i);
      case ValueType.Simple.STRING -> row.stringAt(i);
      case ValueType.Decimal _ -> row.longAt(i);
      case ValueType.Enumeration _ -> row.stringAt(i);
      case ValueType.ListOf _ -> row.listAt(i);
    };
  }

  private static byte[] bytes(GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static EventTopic json(StreamSchema schema) {
    return EventTopic.ofJson("t", schema);
  }

  private static EventTopic avro(StreamSchema schema) {
    return EventTopic.ofAvro("t", schema, AvroSchemas.of(schema));
  }

  private static StreamSchema stream(FieldSchema... fields) {
    return new StreamSchema("s", List.of(fields), "id", "at", "at", Duration.ofHours(1));
  }
}
