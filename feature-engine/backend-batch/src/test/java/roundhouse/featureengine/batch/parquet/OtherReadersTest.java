package roundhouse.featureengine.batch.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Files written here are read by DuckDB and stock parquet-java, and the other way round, value by
/// value: all types, nulls, several pages and row groups, every choice of encoding.
class OtherReadersTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.required("id", ColumnType.LONG),
          Column.required("at", ColumnType.INSTANT),
          Column.optional("few", ColumnType.LONG),
          Column.optional("close", ColumnType.LONG),
          Column.optional("wide", ColumnType.LONG),
          Column.optional("flag", ColumnType.BOOLEAN),
          Column.optional("price", ColumnType.DOUBLE),
          Column.optional("noise", ColumnType.DOUBLE),
          Column.optional("ratio", ColumnType.FLOAT),
          Column.optional("city", ColumnType.TEXT),
          Column.optional("note", ColumnType.TEXT),
          Column.optional("none", ColumnType.DOUBLE),
          Column.required("fee", new ColumnType.Decimal(12, 2)),
          Column.optional("tags", new ColumnType.ListOf(ColumnType.TEXT)),
          Column.required("codes", new ColumnType.ListOf(ColumnType.LONG)));
  private static final List<String> NAMES = COLUMNS.stream().map(Column::name).toList();

  /// Two groups, the first of more than a page, no last page full.
  private static final int ROWS = 45_003;

  private static final int GROUP_ROWS = 40_001;

  @TempDir Path folder;

  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void duckDbReadsWhatIsWrittenHere(Codec codec) throws SQLException {
    List<ArrayRow> rows = rows(ROWS);
    write("ours.parquet", rows, codec);

    assertThat(ours("ours.parquet")).isEqualTo(rows);
    assertThat(duckDb("ours.parquet")).isEqualTo(rows);
  }

  @Test
  void parquetJavaReadsWhatIsWrittenHere() throws Exception {
    List<ArrayRow> rows = rows(ROWS);
    write("ours.parquet", rows, Codec.SNAPPY);

    assertThat(parquetJava("ours.parquet")).isEqualTo(rows);
  }

  @Test
  void statisticsAreThoseOfTheValues() throws SQLException {
    List<ArrayRow> rows = rows(1000);
    write("ours.parquet", rows, Codec.SNAPPY);

    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select path_in_schema, stats_min_value, stats_max_value, stats_null_count from parquet_metadata('%s') where path_in_schema in ('id', 'few', 'none') order by column_id"
                    .formatted(folder.resolve("ours.parquet")))) {
      assertThat(row(result, 4)).isEqualTo(ArrayRow.of("id", "0", "999", 0L));
      assertThat(row(result, 4).valueAt(1)).isEqualTo("0");
      assertThat(row(result, 4)).isEqualTo(ArrayRow.of("none", null, null, 1000L));
    }
  }

  @ParameterizedTest
  @CsvSource({"snappy, V1", "zstd, V2", "gzip, V1", "uncompressed, V2"})
  void whatDuckDbWritesIsReadHere(String codec, String version) throws SQLException {
    List<ArrayRow> rows = rows(ROWS);
    write("ours.parquet", rows, Codec.ZSTD);
    execute(
        "copy (select * from '%s') to '%s' (format parquet, compression %s, parquet_version %s, row_group_size 10000)"
            .formatted(
                folder.resolve("ours.parquet"), folder.resolve("theirs.parquet"), codec, version));

    assertThat(ours("theirs.parquet")).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource({"PARQUET_1_0, true", "PARQUET_1_0, false", "PARQUET_2_0, true", "PARQUET_2_0, false"})
  void whatParquetJavaWritesIsReadHere(
      org.apache.parquet.column.ParquetProperties.WriterVersion version, boolean dictionary)
      throws Exception {
    List<ArrayRow> rows = rows(10_000);
    write("ours.parquet", List.of(), Codec.ZSTD);
    MessageType schema;
    try (var reader = ParquetFileReader.open(new LocalInputFile(folder.resolve("ours.parquet")))) {
      schema = reader.getFileMetaData().getSchema();
    }
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(folder.resolve("theirs.parquet")))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withWriterVersion(version)
            .withDictionaryEncoding(dictionary)
            .withByteStreamSplitEncoding(!dictionary)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withRowGroupSize(1L << 18)
            .build()) {
      SimpleGroupFactory factory = new SimpleGroupFactory(schema);
      for (ArrayRow row : rows) {
        writer.write(group(factory.newGroup(), row));
      }
    }

    assertThat(ours("theirs.parquet")).isEqualTo(rows);
  }

  @Test
  void narrowAndLocalTypesOfOthersAreRead() throws SQLException {
    execute(
        "copy (select 7::int as i, -3::smallint as s, 1.5::float as f, timestamp '1970-01-01 00:00:01.000002' as local, timestamptz '1970-01-01 00:00:02+00' as zoned, timestamp_ms '1970-01-01 00:00:03.004' as millis, 1.25::decimal(5, 2) as small, 1.5::decimal(15, 3) as large, [1, null, 3] as list, [] as bare, {'a': 1} as struct) to '%s' (format parquet)"
            .formatted(folder.resolve("t.parquet")));
    ParquetTable table = ParquetTable.open(store, ObjectKey.of("t.parquet"));

    assertThat(table.columns()).extracting(Column::name).contains("i", "millis");
    assertThatThrownBy(() -> table.read(List.of("struct")))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("column 'struct' has Parquet type");
    try (Rows rows =
        table.read(List.of("i", "s", "f", "local", "zoned", "millis", "small", "large", "list"))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.valueAt(0)).isEqualTo(7L);
      assertThat(rows.valueAt(1)).isEqualTo(-3L);
      assertThat(rows.valueAt(2)).isEqualTo(1.5);
      assertThat(rows.valueAt(3)).isEqualTo(1_000_002L);
      assertThat(rows.valueAt(4)).isEqualTo(2_000_000L);
      assertThat(rows.valueAt(5)).isEqualTo(3_004_000L);
      assertThat(rows.valueAt(6)).isEqualTo(125L);
      assertThat(rows.valueAt(7)).isEqualTo(1500L);
      assertThat(rows.valueAt(8)).isEqualTo(ListValue.of(1L, null, 3L));
    }
  }

  private static List<ArrayRow> rows(int count) {
    Random random = new Random(11);
    List<ArrayRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean blank = random.nextInt(3) == 0;
      rows.add(
          ArrayRow.of(
              (long) i,
              1_700_000_000_000_000L + i * 777L,
              blank ? null : (long) random.nextInt(40),
              blank ? null : 1_000_000L + i + random.nextInt(100),
              random.nextInt(50) == 0 ? null : random.nextLong(),
              blank ? null : random.nextBoolean(),
              random.nextInt(7) == 0 ? null : random.nextInt(500) / 100.0,
              random.nextInt(7) == 0 ? null : special(random),
              blank ? null : (double) (float) random.nextGaussian(),
              blank ? null : "city " + random.nextInt(100),
              random.nextInt(9) == 0 ? null : "note é \uD83D\uDE00 " + random.nextLong(),
              null,
              random.nextLong(-1_000_000, 1_000_000),
              blank ? null : list(random, element -> "tag " + element),
              list(random, element -> element)));
    }
    return rows;
  }

  private static ListValue list(Random random, LongFunction<Object> element) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      elements.add(random.nextInt(5) == 0 ? null : element.apply(random.nextLong(1000)));
    }
    return new ListValue(elements);
  }

  private static double special(Random random) {
    return switch (random.nextInt(50)) {
      case 0 -> Double.NaN;
      case 1 -> -0.0;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> Double.MIN_VALUE;
      default -> random.nextGaussian();
    };
  }

  private void write(String name, List<ArrayRow> rows, Codec codec) {
    RowGroupEncoder encoder = new RowGroupEncoder(COLUMNS, codec);
    RowBatch group = new RowBatch(COLUMNS, GROUP_ROWS);
    try (var writer = ParquetTableWriter.create(folder.resolve(name), COLUMNS, codec)) {
      for (ArrayRow row : rows) {
        if (group.size() == GROUP_ROWS) {
          writer.write(encoder.encode(group));
          group.clear();
        }
        group.append().putAll(row);
      }
      writer.write(encoder.encode(group));
    }
  }

  private List<ArrayRow> ours(String name) {
    List<ArrayRow> all = new ArrayList<>();
    try (Rows rows = ParquetTable.open(store, ObjectKey.of(name)).read(NAMES)) {
      while (rows.next()) {
        @Nullable Object[] values = new @Nullable Object[NAMES.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = rows.valueAt(i);
        }
        all.add(ArrayRow.of(values));
      }
    }
    return all;
  }

  private List<ArrayRow> duckDb(String name) throws SQLException {
    List<ArrayRow> all = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select * replace (epoch_us(\"at\") as \"at\", ratio::double as ratio, (fee * 100)::bigint as fee) from '%s' order by id"
                    .formatted(folder.resolve(name)))) {
      for (int i = 0; i < ROWS; i++) {
        all.add(row(result, NAMES.size()));
      }
      assertThat(result.next()).isFalse();
    }
    return all;
  }

  private static ArrayRow row(ResultSet result, int columns) throws SQLException {
    assertThat(result.next()).isTrue();
    @Nullable Object[] values = new @Nullable Object[columns];
    for (int i = 0; i < columns; i++) {
      Object value = result.getObject(i + 1);
      values[i] = value instanceof Array array ? list(array) : value;
    }
    return ArrayRow.of(values);
  }

  private static ListValue list(Array array) throws SQLException {
    return ListValue.of((Object[]) array.getArray());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<ArrayRow> parquetJava(String name) throws Exception {
    List<ArrayRow> all = new ArrayList<>();
    try (var reader = ParquetFileReader.open(new LocalInputFile(folder.resolve(name)))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      for (var pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        var rows =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          all.add(row(rows.read()));
        }
      }
    }
    return all;
  }

  private static ArrayRow row(Group group) {
    @Nullable Object[] values = new @Nullable Object[COLUMNS.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = group.getFieldRepetitionCount(i) == 0 ? null : value(group, i);
    }
    return ArrayRow.of(values);
  }

  private static Object value(Group group, int i) {
    return switch (COLUMNS.get(i).type()) {
      case ColumnType.Simple.BOOLEAN -> group.getBoolean(i, 0);
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> group.getLong(i, 0);
      case ColumnType.Decimal _ -> group.getLong(i, 0);
      case ColumnType.Simple.FLOAT -> (double) group.getFloat(i, 0);
      case ColumnType.Simple.DOUBLE -> group.getDouble(i, 0);
      case ColumnType.Simple.TEXT -> group.getString(i, 0);
      case ColumnType.ListOf(ColumnType element) -> list(group.getGroup(i, 0), element);
    };
  }

  private static ListValue list(Group list, ColumnType type) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      Group one = list.getGroup(0, i);
      boolean isNull = one.getFieldRepetitionCount(0) == 0;
      elements.add(
          isNull ? null : type == ColumnType.TEXT ? one.getString(0, 0) : one.getLong(0, 0));
    }
    return new ListValue(elements);
  }

  private static void addList(Group list, ListValue value) {
    for (Object element : value.elements()) {
      Group one = list.addGroup(0);
      if (element instanceof String text) {
        one.add(0, text);
      } else if (element instanceof Long number) {
        one.add(0, number);
      }
    }
  }

  private static Group group(Group group, ArrayRow row) {
    for (int i = 0; i < COLUMNS.size(); i++) {
      if (!row.isNull(i)) {
        switch (COLUMNS.get(i).type()) {
          case ColumnType.Simple.BOOLEAN -> group.add(i, row.booleanAt(i));
          case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> group.add(i, row.longAt(i));
          case ColumnType.Decimal _ -> group.add(i, row.longAt(i));
          case ColumnType.Simple.FLOAT -> group.add(i, (float) row.doubleAt(i));
          case ColumnType.Simple.DOUBLE -> group.add(i, row.doubleAt(i));
          case ColumnType.Simple.TEXT -> group.add(i, row.stringAt(i));
          case ColumnType.ListOf _ -> addList(group.addGroup(i), row.listAt(i));
        }
      }
    }
    return group;
  }
}
