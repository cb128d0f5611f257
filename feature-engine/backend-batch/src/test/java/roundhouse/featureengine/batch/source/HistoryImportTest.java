package roundhouse.featureengine.batch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroupReader;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// History that another system wrote, as the events of a stream.
class HistoryImportTest {
  private static final ObjectKey FILE = ObjectKey.of("warehouse/payments.parquet");
  private static final StreamSchema PAYMENTS =
      payments(
          List.of(
              FieldSchema.required("id", ValueType.LONG),
              FieldSchema.required("at", ValueType.INSTANT),
              FieldSchema.required("seenAt", ValueType.INSTANT),
              FieldSchema.required("card", ValueType.LONG),
              FieldSchema.nullable("amount", ValueType.DOUBLE)));
  private static final History WITHOUT_KNOWN_AT =
      History.OF_SAME_NAMES.withColumn("at", "t").withKnownAtLag(Duration.ofSeconds(3));

  @TempDir Path folder;

  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder.resolve("store"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aFileIsReferredToWithADeclaredLagAndMarkedSo() throws SQLException {
    write(
        "select i as id, make_timestamp(i * 10) as t, 7::int as card, i / 2.0 as amount from range(3) r(i)");

    EventSource source = referred(WITHOUT_KNOWN_AT);

    assertThat(read(source, PAYMENTS, InstantRange.ALL))
        .containsExactly(
            ArrayRow.of(0L, 0L, 3_000_000L, 7L, 0.0),
            ArrayRow.of(1L, 10L, 3_000_010L, 7L, 0.5),
            ArrayRow.of(2L, 20L, 3_000_020L, 7L, 1.0));
    assertThat(read(source, PAYMENTS, new InstantRange(3_000_010, 3_000_020))).hasSize(1);
    var files = source.manifest().find("payments").orElseThrow();
    assertThat(files.declared()).isEqualTo(WITHOUT_KNOWN_AT);
    assertThat(files.files()).singleElement().extracting("file").isEqualTo(FILE.value());
    assertThat(files.lastKnownAt()).isEqualTo(Micros.instant(3_000_020));
    assertThat(files.unique()).isTrue();
    assertThat(store.list(ObjectKey.of("sources/history"))).hasSize(1);
  }

  @Test
  void rowGroupsHaveTheDerivedTimeToo() throws SQLException {
    write(
        "select i as id, make_timestamp(i) as t, 7::int as card, null::double as amount from range(5000) r(i)");
    EventSource source = referred(WITHOUT_KNOWN_AT);
    long rows = 0;
    var range = new InstantRange(3_002_048, 3_002_049);
    for (var group : source.rowGroups(PAYMENTS, range)) {
      try (RowGroupReader reader = group.read(List.of("seenAt", "amount"))) {
        while (reader.next()) {
          rows += reader.batch().size();
          assertThat(reader.batch().moveTo(0).longAt(0)).isEqualTo(3_002_048);
          assertThat(reader.batch().isNull(1)).isTrue();
        }
      }
    }

    assertThat(rows).isEqualTo(2048);
  }

  @Test
  void aCopySortsWhatIsNotInOrder() throws SQLException {
    write(
        "select 9 - i as id, make_timestamp(9 - i) as t, 7::int as card, 1::float as amount from range(9) r(i)");

    assertThatThrownBy(() -> referred(WITHOUT_KNOWN_AT))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("File 'warehouse/payments.parquet'")
        .hasMessageContaining("row 1 comes after a later event")
        .hasMessageContaining("importFile");
    try (EventImport into = EventImport.into(store, "copy")) {
      into.importFile(PAYMENTS, store, FILE, WITHOUT_KNOWN_AT);
      EventSource copy = into.commit();
      assertThat(read(copy, PAYMENTS, InstantRange.ALL))
          .extracting(row -> row.longAt(0))
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
      assertThat(copy.manifest().streams().getFirst().declared())
          .isEqualTo(WITHOUT_KNOWN_AT.ofCopy());
    }
  }

  @Test
  void idsThatDoNotIncreaseAreUniqueOnlyIfDeclared() throws SQLException {
    write(
        "select 9 - i as id, make_timestamp(i) as t, 7::int as card, 1::float as amount from range(9) r(i)");

    try (EventImport into = EventImport.into(store, "history")) {
      assertThat(into.referFile(PAYMENTS, FILE, WITHOUT_KNOWN_AT).unique()).isFalse();
    }
    assertThat(referred(WITHOUT_KNOWN_AT.withUniqueIds()).isUnique(PAYMENTS)).isTrue();
  }

  @Test
  void aNullWhereNoneMayBeIsFoundWithItsFileAndColumn() throws SQLException {
    write(
        "select i as id, make_timestamp(i) as t, nullif(i, 4)::int as card, 1::double as amount from range(9) r(i)");

    assertThatThrownBy(() -> referred(WITHOUT_KNOWN_AT))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining(FILE.value())
        .hasMessageContaining("column 'card' lacks a value");
    assertThat(EventSource.find(store, "history")).isEmpty();
  }

  @Test
  void aValueOutsideItsTypeIsRefusedWithItsRow() throws SQLException {
    write(
        "select i as id, make_timestamp(i) as t, 7::int as card, if(i = 4999, 'FAX', 'WEB') as channel from range(5000) r(i)");
    List<FieldSchema> fields = new ArrayList<>(PAYMENTS.fields());
    fields.add(
        FieldSchema.nullable(
            "channel", new ValueType.Enumeration("Channel", List.of("APP", "WEB"))));
    String problem = "column 'channel' has 'FAX' in row 4999; expected enum Channel(APP,WEB);";

    try (EventImport into = EventImport.into(store, "history")) {
      assertThatThrownBy(() -> into.referFile(payments(fields), FILE, WITHOUT_KNOWN_AT))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageContaining("File 'warehouse/payments.parquet'")
          .hasMessageContaining(problem);
      assertThatThrownBy(() -> into.importFile(payments(fields), store, FILE, WITHOUT_KNOWN_AT))
          .hasMessageContaining(problem);
    }
  }

  @Test
  void aDeclaredLagThatLeavesTimeIsFound() throws SQLException {
    write(
        "select i as id, make_timestamp(9223372036854775806) as t, 7::int as card from range(1) r(i)");

    assertThatThrownBy(() -> referred(WITHOUT_KNOWN_AT))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("long overflow");
  }

  @Test
  void everythingThatDoesNotFitIsReportedAtOnce() throws SQLException {
    write("select i::varchar as id, 1::hugeint as t, 1::double as amount from range(9) r(i)");

    assertThatThrownBy(() -> referred(WITHOUT_KNOWN_AT))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("File 'warehouse/payments.parquet'")
        .hasMessageContaining("column 'id' is string; expected long")
        .hasMessageContaining("column 't' is double; expected instant")
        .hasMessageContaining("column 'card' is missing; expected long in every row");
  }

  @Test
  void aLaterSchemaReadsEarlierFiles() throws SQLException {
    write(
        "select i as id, make_timestamp(i) as t, 7::int as card, 1::float as amount from range(2) r(i)");
    EventSource source = referred(WITHOUT_KNOWN_AT);
    List<FieldSchema> fields = new ArrayList<>(PAYMENTS.fields());
    fields.add(FieldSchema.nullable("shop", ValueType.STRING));

    assertThat(read(source, payments(fields), InstantRange.ALL))
        .containsExactly(
            ArrayRow.of(0L, 0L, 3_000_000L, 7L, 1.0, null),
            ArrayRow.of(1L, 1L, 3_000_001L, 7L, 1.0, null));
    fields.add(FieldSchema.required("fee", ValueType.DOUBLE));
    assertThatThrownBy(() -> read(source, payments(fields), InstantRange.ALL))
        .hasMessageContaining("column 'fee' is missing; expected double in every row");
  }

  @Test
  void aFileChangedAfterwardsIsFound() throws Exception {
    write(
        "select i as id, make_timestamp(i) as t, 7::int as card, 1::float as amount from range(2) r(i)");
    referred(WITHOUT_KNOWN_AT);
    Path file = folder.resolve("store").resolve(FILE.value());
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);

    EventSource source = EventSource.open(store, "history");
    assertThatThrownBy(() -> read(source, PAYMENTS, InstantRange.ALL))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("sha256");
  }

  private EventSource referred(History history) {
    try (EventImport into = EventImport.into(store, "history")) {
      into.referFile(PAYMENTS, FILE, history);
      into.commit();
    }
    return EventSource.open(store, "history");
  }

  private void write(String query) throws SQLException {
    Path file = folder.resolve("events.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (%s) to '%s' (format parquet, row_group_size 2048)".formatted(query, file));
    }
    store.putIfAbsent(FILE, file);
  }

  private static List<ArrayRow> read(EventSource source, StreamSchema schema, InstantRange range) {
    List<ArrayRow> events = new ArrayList<>();
    try (Rows rows = source.read(schema, schema.fieldNames(), range)) {
      while (rows.next()) {
        @Nullable Object[] values = new @Nullable Object[schema.fields().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.valueAt(i);
        }
        events.add(ArrayRow.of(values));
      }
    }
    return events;
  }

  private static StreamSchema payments(List<FieldSchema> fields) {
    return new StreamSchema("payments", fields, "id", "at", "seenAt", Duration.ofMinutes(1));
  }
}
