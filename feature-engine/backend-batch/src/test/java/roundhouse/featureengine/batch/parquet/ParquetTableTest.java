package roundhouse.featureengine.batch.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchRuntimeException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class ParquetTableTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.required("id", ColumnType.LONG),
          Column.required("at", ColumnType.INSTANT),
          Column.optional("flag", ColumnType.BOOLEAN),
          Column.optional("amount", ColumnType.DOUBLE),
          Column.optional("text", ColumnType.TEXT));
  private static final List<String> NAMES = COLUMNS.stream().map(Column::name).toList();

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
  void rowsAreReadAsTheyWereWritten() {
    List<ArrayRow> rows =
        List.of(
            ArrayRow.of(1L, 5L, true, 0.1, "a"),
            ArrayRow.of(Long.MIN_VALUE, 6L, null, -0.0, ""),
            ArrayRow.of(3L, 7L, false, Double.NaN, "\uD83D\uDE00"),
            ArrayRow.of(4L, 8L, null, null, null));
    ObjectKey key = write("t.parquet", rows);

    assertThat(read(key, NAMES)).isEqualTo(rows);
  }

  @Test
  void columnsComeInTheOrderAskedForAlsoTwice() {
    ObjectKey key = write("t.parquet", rows(3));

    assertThat(read(key, List.of("at", "id", "at")))
        .containsExactly(
            ArrayRow.of(0L, 0L, 0L), ArrayRow.of(10L, 1L, 10L), ArrayRow.of(20L, 2L, 20L));
    assertThatThrownBy(() -> read(key, List.of("id", "fee", "fie")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fee")
        .hasMessageContaining("fie");
  }

  @Test
  void aRangeOfTimeIncludesItsStartAndExcludesItsEnd() {
    ObjectKey key = write("t.parquet", rows(10));
    ParquetTable table = ParquetTable.open(store, key);

    try (Rows rows = table.read(List.of("id"), "at", new InstantRange(20, 50))) {
      assertThat(all(rows, 1)).containsExactly(ArrayRow.of(2L), ArrayRow.of(3L), ArrayRow.of(4L));
    }
  }

  @Test
  void theSameRowsAreTheSameBytes() throws IOException {
    write("a.parquet", rows(1000));
    write("b.parquet", rows(1000));

    assertThat(folder.resolve("a.parquet")).hasSameBinaryContentAs(folder.resolve("b.parquet"));
  }

  @Test
  void aRequiredValueMayNotBeNull() {
    assertThatThrownBy(() -> write("t.parquet", List.of(ArrayRow.of(null, 1L, null, null, null))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column 'id'");
  }

  @Test
  void aFileCutShortAnywhereIsOneClearError() throws IOException {
    byte[] whole = Files.readAllBytes(written(write("t.parquet", rows(500))));
    for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 97)) {
      ObjectKey key = ObjectKey.of("cut-%d.parquet".formatted(length));
      store.putIfAbsent(key, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> read(key, NAMES))
          .isInstanceOf(CorruptObjectException.class)
          .hasMessageContaining(key.value());
    }
  }

  @Test
  void anAlteredFileIsOneClearErrorIfItIsAny() throws IOException {
    byte[] whole = Files.readAllBytes(written(write("t.parquet", rows(50))));
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      byte[] altered = whole.clone();
      altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
      ObjectKey key = ObjectKey.of("altered-%d.parquet".formatted(i));
      store.putIfAbsent(key, altered);

      @Nullable RuntimeException failure = catchRuntimeException(() -> read(key, NAMES));
      if (failure != null) {
        assertThat(failure)
            .isInstanceOfAny(
                CorruptObjectException.class,
                UnsupportedTableException.class,
                IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aMissingFileIsMissing() {
    assertThatThrownBy(() -> ParquetTable.open(store, ObjectKey.of("no.parquet")))
        .isInstanceOf(MissingObjectException.class);
  }

  private static List<ArrayRow> rows(int count) {
    List<ArrayRow> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      rows.add(ArrayRow.of(i, i * 10, i % 2 == 0, i / 3.0, "row " + i % 7));
    }
    return rows;
  }

  private ObjectKey write(String name, List<ArrayRow> rows) {
    Path file = folder.resolve(name);
    try (var writer = ParquetTableWriter.create(file, COLUMNS)) {
      rows.forEach(writer::write);
    }
    ObjectKey key = ObjectKey.of(name);
    store.putIfAbsent(key, file);
    return key;
  }

  private Path written(ObjectKey key) {
    return folder.resolve(key.value());
  }

  private List<ArrayRow> read(ObjectKey key, List<String> names) {
    ParquetTable table = ParquetTable.open(store, key);
    try (Rows rows = table.read(names)) {
      return all(rows, names.size());
    }
  }

  private static List<ArrayRow> all(Rows rows, int columns) {
    List<ArrayRow> all = new ArrayList<>();
    while (rows.next()) {
      @Nullable Object[] values = new @Nullable Object[columns];
      for (int i = 0; i < columns; i++) {
        values[i] = rows.valueAt(i);
      }
      all.add(ArrayRow.of(values));
    }
    return all;
  }
}
