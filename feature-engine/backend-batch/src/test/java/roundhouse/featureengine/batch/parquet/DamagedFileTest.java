package roundhouse.featureengine.batch.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.featureengine.batch.parquet.encoding.LittleEndian;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Files that are not what was written: every flipped bit within a page is found by its checksum;
/// elsewhere, and in files by others that have none, a read ends with the rows or with an error
/// that names the file, never with another error, and without memory that the file does not have.
class DamagedFileTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.required("id", ColumnType.LONG),
          Column.optional("few", ColumnType.LONG),
          Column.optional("price", ColumnType.DOUBLE),
          Column.optional("flag", ColumnType.BOOLEAN),
          Column.optional("note", ColumnType.TEXT),
          Column.optional("tags", new ColumnType.ListOf(ColumnType.TEXT)));

  @TempDir Path folder;

  private ObjectStore store;
  private int files;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder.resolve("store"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void everyFlippedBitOfAPageIsFound(Codec codec) throws IOException {
    byte[] whole = written(codec);
    List<ArrayRow> rows = read(whole);
    int footer = whole.length - 8 - footerLength(whole);
    int found = 0;
    Random random = new Random(3);
    for (int i = 0; i < 250; i++) {
      byte[] damaged = flipped(whole, random.nextInt(footer), random);
      List<ArrayRow> after = readOrRefuse(damaged);
      found += after == null ? 1 : 0;
      // What is not refused lies in a header where it says nothing of the values.
      assertThat(after == null || after.equals(rows)).isTrue();
    }
    assertThat(found).isGreaterThan(220);
  }

  @Test
  void aFlippedBitOfTheFooterIsRefusedOrHarmless() throws IOException {
    byte[] whole = written(Codec.SNAPPY);
    Random random = new Random(5);
    for (int i = 0; i < 250; i++) {
      int footer = 8 + footerLength(whole);
      readOrRefuse(flipped(whole, whole.length - 1 - random.nextInt(footer), random));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "gzip", "uncompressed"})
  void filesWithoutChecksumsEndInRowsOrAnErrorThatNamesThem(String codec)
      throws IOException, SQLException {
    for (String version : List.of("V1", "V2")) {
      byte[] whole = byDuckDb(codec, version);
      Random random = new Random(7);
      for (int i = 0; i < 60; i++) {
        byte[] damaged = flipped(whole, random.nextInt(whole.length), random);
        for (int more = random.nextInt(3); more > 0; more--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        readOrRefuse(damaged);
      }
    }
  }

  @Test
  void aFileCutShortAnywhereIsRefused() throws IOException {
    byte[] whole = written(Codec.ZSTD);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 100) {
      assertThat(readOrRefuse(Arrays.copyOf(whole, length))).isNull();
    }
  }

  @Test
  void aSizeThatNoBytesStandForIsNotAllocated() {
    assertThatThrownBy(() -> Codec.requirePlausible(CompressionCodec.SNAPPY, 10, Integer.MAX_VALUE))
        .isInstanceOf(MalformedTable.class)
        .hasMessageContaining("a page of 10 bytes claims to hold 2147483647");
  }

  private byte[] written(Codec codec) throws IOException {
    Path file = folder.resolve("written-" + codec + ".parquet");
    try (var writer = ParquetTableWriter.create(file, COLUMNS, codec)) {
      for (long i = 0; i < 300; i++) {
        writer.write(
            ArrayRow.of(
                i * 7,
                i % 3 == 0 ? null : i % 5,
                i % 4 == 0 ? null : i / 3.0,
                i % 2 == 0,
                "note " + i * 31,
                ListValue.of("a" + i % 7, null)));
      }
    }
    return Files.readAllBytes(file);
  }

  private byte[] byDuckDb(String codec, String version) throws IOException, SQLException {
    Path file = folder.resolve("%s-%s.parquet".formatted(codec, version));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (select i * 7 as id, nullif(i %% 5, 3) as few, i / 3.0::double as price, i %% 2 = 0 as flag, 'note ' || i * 31 as note, ['a' || i %% 7, null] as tags from range(300) r(i)) to '%s' (format parquet, compression %s, parquet_version %s)"
              .formatted(file, codec, version));
    }
    return Files.readAllBytes(file);
  }

  private static int footerLength(byte[] whole) {
    return LittleEndian.getInt(whole, whole.length - 8);
  }

  private static byte[] flipped(byte[] whole, int at, Random random) {
    byte[] damaged = whole.clone();
    damaged[at] ^= (byte) (1 << random.nextInt(8));
    return damaged;
  }

  private @Nullable List<ArrayRow> readOrRefuse(byte[] bytes) {
    List<List<ArrayRow>> result = new ArrayList<>();
    Throwable failure = catchThrowable(() -> result.add(read(bytes)));
    if (failure == null) {
      return result.getFirst();
    }
    assertThat(failure)
        .isInstanceOfAny(CorruptObjectException.class, UnsupportedTableException.class)
        .hasMessageContaining("damaged-" + files);
    return null;
  }

  private List<ArrayRow> read(byte[] bytes) {
    ObjectKey key = ObjectKey.of("damaged-%d.parquet".formatted(++files));
    store.putIfAbsent(key, bytes);
    List<ViewColumn> view = COLUMNS.stream().map(ViewColumn::of).toList();
    ParquetTable table = ParquetTable.open(store, key).as(view);
    List<ArrayRow> all = new ArrayList<>();
    try (Rows rows = table.read(COLUMNS.stream().map(Column::name).toList())) {
      while (rows.next()) {
        @Nullable Object[] values = new @Nullable Object[COLUMNS.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.valueAt(i);
        }
        all.add(ArrayRow.of(values));
      }
    }
    return all;
  }
}
