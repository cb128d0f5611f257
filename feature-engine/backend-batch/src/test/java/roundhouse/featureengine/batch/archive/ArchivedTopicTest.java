package roundhouse.featureengine.batch.archive;

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
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.ValueType.Decimal;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// A topic whose stream has changed while it was archived.
class ArchivedTopicTest {
  private static final String TOPIC = "visits";
  private static final StreamSchema EARLIER =
      stream(
          FieldSchema.required("id", ValueType.LONG),
          FieldSchema.required("at", ValueType.INSTANT),
          FieldSchema.required("price", new Decimal(9, 2)),
          channel("APP", "WEB"));
  private static final StreamSchema LATER =
      stream(
          FieldSchema.required("id", ValueType.LONG),
          FieldSchema.required("at", ValueType.INSTANT),
          FieldSchema.nullable("price", new Decimal(12, 2)),
          channel("APP", "SHOP", "WEB"),
          FieldSchema.nullable("shop", ValueType.STRING));

  @TempDir private Path folder;
  private ObjectStore store;

  @BeforeEach
  void archiveByBoth() throws IOException {
    store = ObjectStores.onDisk(folder.resolve("store"));
    ArchivedPartition.of(store, TOPIC, 0).start(0);
    append(EARLIER, 0, ArrayRow.of(TOPIC, 0L, 0L, 5L, 5L, 1L, 5L, 199L, "WEB"));
    append(LATER, 1, ArrayRow.of(TOPIC, 0L, 1L, 6L, 6L, 2L, 6L, null, "SHOP", "corner"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void earlierFilesAreReadAsEventsOfTheLaterSchema() {
    assertThat(read(LATER))
        .containsExactly(
            ArrayRow.of(1L, 5L, 199L, "WEB", null, 0L),
            ArrayRow.of(2L, 6L, null, "SHOP", "corner", 1L));
  }

  @Test
  void laterFilesThatTheEarlierSchemaCannotHoldAreRefused() {
    assertThatThrownBy(() -> read(EARLIER))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("column 'price'");
  }

  @Test
  void aSymbolThatTheEarlierSchemaDoesNotListIsRefused() {
    StreamSchema earlier =
        stream(
            FieldSchema.required("id", ValueType.LONG),
            FieldSchema.required("at", ValueType.INSTANT),
            channel("APP", "WEB"));

    assertThatThrownBy(() -> read(earlier))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "File 'archive/visits/events-1.parquet': column 'channel' has 'SHOP' in row 0; expected enum Channel(APP,WEB); correct the file, or declare a type that holds it");
  }

  private List<ArrayRow> read(StreamSchema schema) {
    List<String> columns = new ArrayList<>(schema.fieldNames());
    columns.add(ArchiveLayout.OFFSET);
    List<ArrayRow> all = new ArrayList<>();
    try (Rows rows = ArchivedTopic.open(store, TOPIC).read(0, schema, columns)) {
      while (rows.next()) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.valueAt(i);
        }
        all.add(ArrayRow.of(values));
      }
    }
    return all;
  }

  private void append(StreamSchema schema, long offset, ArrayRow event) throws IOException {
    Path file = folder.resolve("events-%d.parquet".formatted(offset));
    try (var writer = ParquetTableWriter.create(file, ArchiveLayout.eventColumns(schema))) {
      writer.write(event);
    }
    byte[] bytes = Files.readAllBytes(file);
    ObjectKey key = ObjectKey.of("archive/visits/events-%d.parquet".formatted(offset));
    store.putIfAbsent(key, bytes);
    var events =
        new ArchiveEntry.ArchiveFile(key.toString(), bytes.length, Digests.sha256Hex(bytes), 1);
    ArchivedPartition partition = ArchivedPartition.of(store, TOPIC, 0);
    ArchiveEntry head = partition.head().orElseThrow();
    assertThat(
            partition.append(
                head,
                (number, previous) ->
                    new ArchiveEntry(
                        ArchiveEntry.FORMAT,
                        TOPIC,
                        0,
                        number,
                        previous,
                        offset,
                        offset + 1,
                        null,
                        null,
                        null,
                        null,
                        events,
                        null)))
        .isTrue();
  }

  private static FieldSchema channel(String... symbols) {
    return FieldSchema.nullable("channel", new ValueType.Enumeration("Channel", List.of(symbols)));
  }

  private static StreamSchema stream(FieldSchema... fields) {
    return new StreamSchema("visit", List.of(fields), "id", "at", "at", Duration.ZERO);
  }
}
