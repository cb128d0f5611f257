package roundhouse.workers.cli.files;

import static roundhouse.workers.cli.files.DataRows.problem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.StoreUnavailableException;

/// Rows of Parquet: numbers, and booleans as 0 and 1; null is missing.
final class ParquetData implements DataRows {
  private final Path data;
  private final ObjectStore folder;
  private final List<Column> columns;
  private final Rows rows;
  private long row;

  private ParquetData(Path data, ObjectStore folder) {
    this.data = data;
    this.folder = folder;
    ParquetTable table = ParquetTable.open(folder, ObjectKey.of(data.getFileName().toString()));
    this.columns = table.columns().stream().filter(ParquetData::isNumber).toList();
    this.rows = table.read(header());
  }

  static boolean isNamed(Path file) {
    return file.toString().endsWith(".parquet");
  }

  static ParquetData open(Path data) {
    if (!ObjectKey.isValid(String.valueOf(data.getFileName()))) {
      throw problem(
          data, String.valueOf(data.getFileName()), "a name of A-Z a-z 0-9 . _ = @ -", "rename it");
    }
    if (!Files.isReadable(data)) {
      throw problem(data, "no file", "a file that can be read", "correct the path");
    }
    ObjectStore folder =
        ObjectStores.onDisk(Objects.requireNonNull(data.toAbsolutePath().getParent()));
    try {
      return new ParquetData(data, folder);
    } catch (RuntimeException failure) {
      folder.close();
      throw refused(data, failure);
    }
  }

  private static RuntimeException refused(Path data, RuntimeException failure) {
    return switch (failure) {
      case CorruptObjectException _,
          UnsupportedTableException _,
          StoreUnavailableException _,
          IllegalArgumentException _ ->
          problem(
              data,
              String.valueOf(failure.getMessage()),
              "a flat Parquet file of numbers",
              "write it anew");
      default -> failure;
    };
  }

  private static boolean isNumber(Column column) {
    return switch (column.type()) {
      case ColumnType.Simple simple ->
          simple != ColumnType.Simple.TEXT && simple != ColumnType.Simple.INSTANT;
      case ColumnType.Decimal _ -> true;
      case ColumnType.ListOf _ -> false;
    };
  }

  /// Its columns of numbers.
  @Override
  public List<String> header() {
    return columns.stream().map(Column::name).toList();
  }

  @Override
  public boolean next() {
    row++;
    try {
      return rows.next();
    } catch (RuntimeException failure) {
      throw refused(data, failure);
    }
  }

  @Override
  public double valueAt(int column) {
    if (rows.isNull(column)) {
      return Double.NaN;
    }
    return switch (columns.get(column).type()) {
      case ColumnType.Simple.BOOLEAN -> rows.booleanAt(column) ? 1 : 0;
      case ColumnType.Simple.LONG -> rows.longAt(column);
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE -> rows.doubleAt(column);
      case ColumnType.Decimal decimal -> decimal.doubleOf(rows.longAt(column));
      case ColumnType.Simple.TEXT, ColumnType.Simple.INSTANT -> throw noNumbers(column);
      case ColumnType.ListOf _ -> throw noNumbers(column);
    };
  }

  private static IllegalStateException noNumbers(int column) {
    return new IllegalStateException("Column %d holds no numbers".formatted(column));
  }

  @Override
  public String textAt(int column) {
    return rows.isNull(column) ? "" : Double.toString(valueAt(column));
  }

  @Override
  public String place() {
    return "row " + row;
  }

  @Override
  public void close() {
    rows.close();
    folder.close();
  }
}
