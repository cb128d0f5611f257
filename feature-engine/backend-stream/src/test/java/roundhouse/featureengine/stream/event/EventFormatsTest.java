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
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
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
import roundhouse.featureengine.language.catalogue.SchemaEvolution;

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

  private static final StreamSchema EARLIER =
      stream(
          FieldSchema.required("id", ValueType.LONG),
          FieldSchema.required("at", ValueType.INSTANT),
          FieldSchema.required("price", new ValueType.Decimal(9, 2)),
          FieldSchema.nullable(
              "channel", new ValueType.Enumeration("Channel", List.of("APP", "WEB"))),
          FieldSchema.nullable("sizes", new ValueType.ListOf(new ValueType.Decimal(5, 1))));

  /// Wider in every way that a stream may become.
  private static final StreamSchema LATER =
      stream(
          FieldSchema.required("id", ValueType.LONG),
          FieldSchema.required("at", ValueType.INSTANT),
          FieldSchema.nullable("price", new ValueType.Decimal(12, 2)),
          FieldSchema.nullable(
              "channel", new ValueType.Enumeration("Channel", List.of("APP", "WEB", "SHOP"))),
          FieldSchema.nullable("sizes", new ValueType.ListOf(new ValueType.Decimal(9, 1))),
          FieldSchema.nullable("shop", ValueType.STRING));

  private static final ArrayRow LATER_EVENT =
      ArrayRow.of(2L, 3L, null, "SHOP", ListValue.of(1L), "corner");

  @Test
  void theLaterSchemaMayFollowTheEarlier() {
    assertThat(SchemaEvolution.problemsOf(EARLIER, LATER)).isEmpty();
  }

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

  @Test
  void theEarliestAndTheLatestInstantAreReadBack() throws Exception {
    for (EventTopic topic : List.of(json(SMALL), avro(SMALL))) {
      for (long at : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, Long.MAX_VALUE}) {
        ArrayRow event = ArrayRow.of(1L, at, null);
        byte[] bytes = topic.newEncoder().encode(event);
        assertThat(values(SMALL, topic.newDecoder().decode(bytes)))
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
        "{\"id\":1,\"at\":\"-290308-12-21T19:59:05.224191Z\"}",
        "{\"id\":1,\"at\":\"+294247-01-10T04:00:54.775808Z\"}",
        "{\"id\":1,\"at\":9223372036854775808}",
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
  void avroTextThatIsNoUtf8IsPoison() throws Exception {
    StreamSchema schema =
        stream(
            FieldSchema.required("id", ValueType.STRING),
            FieldSchema.required("at", ValueType.INSTANT));
    byte[] bytes = avro(schema).newEncoder().encode(ArrayRow.of("\ufffd", 0L));
    EventDecoder decoder = avro(schema).newDecoder();

    assertThat(decoder.decode(bytes).stringAt(0)).isEqualTo("\ufffd");
    bytes[3] = 'x';
    assertThatThrownBy(() -> decoder.decode(bytes))
        .isInstanceOf(PoisonedEventException.class)
        .hasMessageContaining("bytes that are no UTF-8");
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
    for (long millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
      record.put("at", millis);
      byte[] beyond = bytes(record);
      assertThatThrownBy(() -> decoder.decode(beyond)).isInstanceOf(PoisonedEventException.class);
    }
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

  /// What a stream's schema may become: whatever an older producer wrote is an event of the new
  /// one.
  @Test
  void whatTheEarlierSchemaWroteIsReadByTheLater() throws Exception {
    ArrayRow written = ArrayRow.of(1L, 2L, 199L, "APP", ListValue.of(-7L, null));
    ArrayRow expected = ArrayRow.of(1L, 2L, 199L, "APP", ListValue.of(-7L, null), null);
    List<EventTopic> formats =
        List.of(
            json(EARLIER),
            avro(EARLIER),
            EventTopic.ofMarkedAvro("t", EARLIER, List.of(AvroSchemas.of(EARLIER))));
    for (EventTopic topic : formats) {
      byte[] bytes = topic.newEncoder().encode(written);
      EventDecoder later = new EventTopic("t", LATER, topic.format()).newDecoder();
      assertThat(values(LATER, later.decode(bytes))).as(topic.toString()).isEqualTo(expected);
    }
  }

  /// A reader that was not upgraded: what it can hold it reads, the rest is poison and never
  /// another value.
  @Test
  void whatTheLaterSchemaWroteIsReadByTheEarlierWhereItCanHoldIt() throws Exception {
    EventEncoder encoder = json(LATER).newEncoder();
    EventDecoder earlier = json(EARLIER).newDecoder();
    byte[] fits = encoder.encode(ArrayRow.of(1L, 2L, 199L, "WEB", ListValue.of(5L), "corner"));
    assertThat(values(EARLIER, earlier.decode(fits)))
        .isEqualTo(ArrayRow.of(1L, 2L, 199L, "WEB", ListValue.of(5L)));
    for (ArrayRow beyond :
        List.of(
            ArrayRow.of(1L, 2L, null, "APP", ListValue.of(), null),
            ArrayRow.of(1L, 2L, 99_999_999_999L, "APP", ListValue.of(), null),
            ArrayRow.of(1L, 2L, 199L, "SHOP", ListValue.of(), null),
            ArrayRow.of(1L, 2L, 199L, "APP", ListValue.of(9_999_999L), null))) {
      assertThatThrownBy(() -> earlier.decode(encoder.encode(beyond)))
          .as(beyond.toString())
          .isInstanceOf(PoisonedEventException.class);
    }
    assertThatThrownBy(() -> EventTopic.ofAvro("t", EARLIER, AvroSchemas.of(LATER)).newDecoder())
        .isInstanceOf(UnreadableTopicException.class)
        .hasMessageContaining("field 'price'")
        .hasMessageContaining("field 'sizes'");
  }

  @Test
  void markedRecordsOfOlderAndNewerWritersShareATopic() throws Exception {
    List<String> schemas = List.of(AvroSchemas.of(EARLIER), AvroSchemas.of(LATER));
    EventDecoder decoder = EventTopic.ofMarkedAvro("t", LATER, schemas).newDecoder();
    byte[] older =
        EventTopic.ofMarkedAvro("t", EARLIER, schemas)
            .newEncoder()
            .encode(ArrayRow.of(1L, 2L, 199L, "APP", ListValue.of()));
    byte[] newer =
        EventTopic.ofMarkedAvro("t", LATER, schemas)
            .newEncoder()
            .encode(ArrayRow.of(2L, 3L, null, "SHOP", ListValue.of(1L), "corner"));
    for (int i = 0; i < 2; i++) {
      assertThat(values(LATER, decoder.decode(older)))
          .isEqualTo(ArrayRow.of(1L, 2L, 199L, "APP", ListValue.of(), null));
      assertThat(values(LATER, decoder.decode(newer)))
          .isEqualTo(ArrayRow.of(2L, 3L, null, "SHOP", ListValue.of(1L), "corner"));
    }
    EventDecoder upgraded =
        EventTopic.ofMarkedAvro("t", LATER, List.of(schemas.getLast())).newDecoder();
    assertThatThrownBy(() -> upgraded.decode(older))
        .isInstanceOf(PoisonedEventException.class)
        .hasMessageContaining("fingerprint");
    assertThatThrownBy(() -> upgraded.decode(Arrays.copyOf(newer, 9)))
        .isInstanceOf(PoisonedEventException.class)
        .hasMessageContaining("begins with C3 01");
    assertThatThrownBy(() -> upgraded.decode(avro(LATER).newEncoder().encode(LATER_EVENT)))
        .isInstanceOf(PoisonedEventException.class);
    assertThatThrownBy(() -> EventTopic.ofMarkedAvro("t", LATER, List.of()).newDecoder())
        .isInstanceOf(UnreadableTopicException.class);
  }

  /// Avro's own writer of that encoding.
  @Test
  void markedRecordsAreAvrosSingleObjects() throws Exception {
    Schema schema = new Schema.Parser().parse(AvroSchemas.of(SMALL));
    GenericRecord record =
        new GenericRecordBuilder(schema).set("id", 1L).set("at", 2L).set("amount", 0.5).build();
    var bytes = new ByteArrayOutputStream();
    new BinaryMessageEncoder<GenericRecord>(new GenericData(), schema).encode(record, bytes);
    EventTopic topic = EventTopic.ofMarkedAvro("t", SMALL, List.of(schema.toString()));
    assertThat(topic.newEncoder().encode(ArrayRow.of(1L, 2L, 0.5))).isEqualTo(bytes.toByteArray());
    assertThat(values(SMALL, topic.newDecoder().decode(bytes.toByteArray())))
        .isEqualTo(ArrayRow.of(1L, 2L, 0.5));
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
