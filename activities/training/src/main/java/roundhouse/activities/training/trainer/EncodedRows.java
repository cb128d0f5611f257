package roundhouse.activities.training.trainer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Rows as trainers take them: one float32 column a feature, NaN for missing, and for training rows
/// a label column last. On disk a Parquet file of required FLOAT columns; in memory a row-major
/// matrix.
public final class EncodedRows {
  private final List<String> features;
  private final float[] matrix;
  private final float[] labels;

  private EncodedRows(List<String> features, float[] matrix, float[] labels) {
    this.features = features;
    this.matrix = matrix;
    this.labels = labels;
  }

  /// Reads a file without labels.
  public static EncodedRows read(ObjectStore store, ObjectKey file, List<String> features) {
    return read(store, file, features, List.of());
  }

  /// Reads a file with its labels.
  public static EncodedRows read(
      ObjectStore store, ObjectKey file, List<String> features, String label) {
    return read(store, file, features, List.of(label));
  }

  private static EncodedRows read(
      ObjectStore store, ObjectKey file, List<String> features, List<String> label) {
    List<String> wanted = new ArrayList<>(features);
    wanted.addAll(label);
    int width = features.size();
    ParquetTable table = ParquetTable.open(store, file);
    try (Rows rows = table.read(wanted)) {
      int count = Math.toIntExact(table.rowCount());
      float[] matrix = new float[Math.multiplyExact(count, width)];
      float[] labels = new float[label.isEmpty() ? 0 : count];
      for (int row = 0; rows.next(); row++) {
        for (int column = 0; column < width; column++) {
          matrix[row * width + column] = (float) rows.doubleAt(column);
        }
        if (labels.length > 0) {
          labels[row] = (float) rows.doubleAt(width);
        }
      }
      return new EncodedRows(List.copyOf(features), matrix, labels);
    }
  }

  public int rows() {
    return features.isEmpty() ? 0 : matrix.length / features.size();
  }

  public int width() {
    return features.size();
  }

  /// Row-major; not a copy.
  public float[] matrix() {
    return matrix;
  }

  /// One for each row, or none; not a copy.
  public float[] labels() {
    return labels;
  }

  /// Writes rows one at a time.
  public static final class Writer implements AutoCloseable {
    private final ParquetTableWriter writer;
    private final RowBuffer buffer;
    private final int width;

    /// Creates the file, which must not exist.
    ///
    /// @param columns features, and last the label where there is one
    public Writer(Path file, List<String> columns) {
      writer =
          ParquetTableWriter.create(
              file, columns.stream().map(name -> Column.required(name, ColumnType.FLOAT)).toList());
      buffer = writer.newRow();
      width = columns.size();
    }

    /// Adds a row.
    ///
    /// @param values one for each column
    public void write(float... values) {
      for (int column = 0; column < width; column++) {
        buffer.putDouble(column, values[column]);
      }
      writer.write(buffer);
    }

    public long rows() {
      return writer.rowCount();
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
