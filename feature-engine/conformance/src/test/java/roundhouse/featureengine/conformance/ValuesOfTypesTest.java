package roundhouse.featureengine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.History;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.featureengine.language.ast.ValueType.Enumeration;
import roundhouse.featureengine.language.ast.ValueType.ListOf;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.stream.event.AvroSchemas;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.featureengine.stream.event.PoisonedEventException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// What is a value of a type is one wherever an event comes in: JSON and Avro (Kafka Streams, the
/// archiver and the feature service), an import and a file of another system (batch and Spark).
class ValuesOfTypesTest {
  private static final Enumeration CHANNEL = new Enumeration("Channel", List.of("APP", "WEB"));
  private static final Decimal PRICE = new Decimal(9, 2);
  private static final ObjectKey FILE = ObjectKey.of("warehouse/readings.parquet");

  /// A NaN with another payload than Java's.
  private static final double OTHER_NAN = Double.longBitsToDouble(0xFFF8_0000_0000_0001L);

  /// A value of a field of that type.
  record Given(ValueType type, Object value) {
    StreamSchema schema() {
      return new StreamSchema(
          "reading",
          List.of(
              FieldSchema.required("id", ValueType.LONG),
              FieldSchema.required("at", ValueType.INSTANT),
              FieldSchema.nullable("value", type)),
          "id",
          "at",
          "at",
          Duration.ZERO);
    }

    /// After an event without a value.
    List<ArrayRow> events() {
      return List.of(ArrayRow.of(1L, 5L, null), ArrayRow.of(2L, 6L, value));
    }
  }

  static final List<Given> OUTSIDE =
      List.of(
          new Given(CHANNEL, "FAX"),
          new Given(CHANNEL, "app"),
          new Given(CHANNEL, ""),
          new Given(PRICE, 1_000_000_000L),
          new Given(PRICE, -1_000_000_000L),
          new Given(new Decimal(18, 0), 1_000_000_000_000_000_000L),
          new Given(new Decimal(18, 18), Long.MIN_VALUE),
          new Given(new ListOf(CHANNEL), ListValue.of("WEB", null, "FAX")),
          new Given(new ListOf(PRICE), ListValue.of(1L, 1_000_000_000L)));

  static final List<Given> WITHIN =
      List.of(
          new Given(CHANNEL, "APP"),
          new Given(PRICE, 999_999_999L),
          new Given(PRICE, -999_999_999L),
          new Given(new Decimal(18, 18), -999_999_999_999_999_999L),
          new Given(ValueType.LONG, Long.MIN_VALUE),
          new Given(ValueType.INSTANT, Long.MIN_VALUE),
          new Given(ValueType.INSTANT, Long.MAX_VALUE),
          new Given(ValueType.DOUBLE, OTHER_NAN),
          new Given(ValueType.DOUBLE, -0.0),
          new Given(ValueType.DOUBLE, Double.NEGATIVE_INFINITY),
          new Given(ValueType.STRING, "\ufffd\ud83d\ude00"),
          new Given(new ListOf(CHANNEL), ListValue.of()),
          new Given(new ListOf(CHANNEL), ListValue.of(null, "WEB")),
          new Given(new ListOf(PRICE), ListValue.of((Object) null)),
          new Given(new ListOf(ValueType.DOUBLE), ListValue.of(OTHER_NAN, null, -0.0)),
          new Given(new ListOf(ValueType.INSTANT), ListValue.of(Long.MIN_VALUE, null)),
          new Given(new ListOf(ValueType.BOOLEAN), ListValue.of(null, true, false)));

  @TempDir private Path folder;
  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder.resolve("store"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @ParameterizedTest
  @FieldSource("OUTSIDE")
  void whatIsNoneIsRefusedAlike(Given given) throws IOException {
    for (EventTopic topic : topics(given)) {
      byte[] record = topic.newEncoder().encode(given.events().getLast());
      assertThatThrownBy(() -> topic.newDecoder().decode(record))
          .as(topic.format().toString())
          .isInstanceOf(PoisonedEventException.class);
    }
    assertThatThrownBy(() -> imported(given))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Stream 'reading', event 1: field 'value' has '%s'", given.value())
        .hasMessageContaining("expected %s or null", given.type().text());
    writtenByOthers(given);
    assertThatThrownBy(() -> referred(given))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("File '%s': column 'value' has ", FILE)
        .hasMessageContaining(" in row 1; expected %s; ", given.type().text());
  }

  @Test
  void halfOfASurrogatePairIsNoText() {
    assertThatThrownBy(() -> imported(new Given(ValueType.STRING, "\ud83d")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("expected string or null");
  }

  @Test
  void nullIsRefusedWhereNoneMayBe() {
    StreamSchema schema = new Given(ValueType.LONG, 1L).schema();
    try (EventImport into = EventImport.into(store, "nulls")) {
      assertThatThrownBy(
              () -> into.importStream(schema, sink -> sink.accept(ArrayRow.of(null, 5L, 1L))))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageContaining("event 0: field 'id' has no value; expected long;");
    }
  }

  /// Rows are equal iff doubles have equal bits, save that every NaN is one; the reader's NaN is
  /// told from Java's where a row is mapped, see the language's own tests.
  @ParameterizedTest
  @FieldSource("WITHIN")
  void whatIsOneIsReadBackAlike(Given given) throws Exception {
    for (EventTopic topic : topics(given)) {
      List<ArrayRow> decoded = new ArrayList<>();
      for (ArrayRow event : given.events()) {
        decoded.add(copy(given, topic.newDecoder().decode(topic.newEncoder().encode(event))));
      }
      assertThat(decoded).as(topic.format().toString()).isEqualTo(given.events());
    }
    assertThat(read(given, imported(given))).isEqualTo(given.events());
    writtenByOthers(given);
    assertThat(read(given, referred(given))).isEqualTo(given.events());
  }

  private static List<EventTopic> topics(Given given) {
    return List.of(
        EventTopic.ofJson("json", given.schema()),
        EventTopic.ofAvro("avro", given.schema(), AvroSchemas.of(given.schema())));
  }

  private EventSource imported(Given given) {
    try (EventImport into = EventImport.into(store, "imported")) {
      into.importStream(given.schema(), sink -> given.events().forEach(sink));
      return into.commit();
    }
  }

  private EventSource referred(Given given) {
    try (EventImport into = EventImport.into(store, "referred")) {
      into.referFile(given.schema(), FILE, History.OF_SAME_NAMES);
      return into.commit();
    }
  }

  /// Parquet's types say less, and writers do not check what they do say.
  private void writtenByOthers(Given given) throws IOException {
    Path file = folder.resolve("events.parquet");
    Files.deleteIfExists(file);
    List<Column> columns =
        given.schema().fields().stream()
            .map(field -> new Column(field.name(), ColumnType.of(field.type()), field.isNullable()))
            .toList();
    try (ParquetTableWriter writer = ParquetTableWriter.create(file, columns)) {
      given.events().forEach(writer::write);
    }
    store.putIfAbsent(FILE, file);
  }

  private static List<ArrayRow> read(Given given, EventSource source) {
    List<ArrayRow> events = new ArrayList<>();
    try (Rows rows = source.read("reading", given.schema().fieldNames(), InstantRange.ALL)) {
      while (rows.next()) {
        events.add(copy(given, rows));
      }
    }
    return events;
  }

  private static ArrayRow copy(Given given, Row row) {
    @Nullable Object[] values = new @Nullable Object[3];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          row.isNull(i)
              ? null
              : switch (given.schema().fields().get(i).type()) {
                case ValueType.Simple.BOOLEAN -> row.booleanAt(i);
                case ValueType.Simple.DOUBLE -> row.doubleAt(i);
                case ValueType.Simple.LONG, ValueType.Simple.INSTANT -> row.longAt(i);
                case Decimal _ -> row.longAt(i);
                case ValueType.Simple.STRING -> row.stringAt(i);
                case Enumeration _ -> row.stringAt(i);
                case ListOf _ -> row.listAt(i);
              };
    }
    return ArrayRow.of(values);
  }
}
