package roundhouse.featureengine.batch.parquet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;

/// Some rows, column by column: what is read from or written to a Parquet file at a time.
///
/// As a [Row] and a [RowSink] a batch is the row that it was last moved to, so that rows of a batch
/// pass through code that knows rows only, without a copy.
///
/// ```java
/// for (int row = 0; row < batch.size(); row++) {
///   mapper.map(batch.moveTo(row));
/// }
/// ```
///
/// Memory: one word a value for its whole capacity. One thread at a time.
public final class RowBatch implements Row, RowSink {
  private final List<Column> columns;
  private final ColumnVector[] vectors;
  private final int capacity;
  private int size;
  private int row;

  public RowBatch(List<Column> columns, int capacity) {
    this.columns = List.copyOf(columns);
    this.capacity = capacity;
    vectors =
        columns.stream()
            .map(column -> new ColumnVector(column, capacity))
            .toArray(ColumnVector[]::new);
  }

  private RowBatch(List<Column> columns, ColumnVector[] vectors, int capacity) {
    this.columns = List.copyOf(columns);
    this.vectors = vectors;
    this.capacity = capacity;
  }

  /// These rows with other columns in another order, and a current row of its own: for code that
  /// knows rows of another shape.
  ///
  /// @param chosen columns of this batch, or -1 for one that is never touched
  public RowBatch view(int... chosen) {
    List<Column> viewed = new ArrayList<>();
    ColumnVector[] shared = new ColumnVector[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      Column column =
          chosen[i] < 0 ? Column.optional("none", ColumnType.LONG) : columns.get(chosen[i]);
      viewed.add(column);
      shared[i] = chosen[i] < 0 ? new ColumnVector(column, 0) : vectors[chosen[i]];
    }
    return new RowBatch(viewed, shared, capacity);
  }

  public List<Column> columns() {
    return columns;
  }

  public int capacity() {
    return capacity;
  }

  /// How many rows it holds.
  public int size() {
    return size;
  }

  public ColumnVector vector(int column) {
    return vectors[column];
  }

  /// Holds `rows` rows from now on, every value of them null.
  public void reset(int rows) {
    clear();
    for (ColumnVector vector : vectors) {
      vector.fillNulls(true);
    }
    size = rows;
  }

  /// Holds no row from now on.
  public void clear() {
    for (ColumnVector vector : vectors) {
      vector.truncateObjects(0);
    }
    size = 0;
    row = 0;
  }

  /// Makes the row with that number the current one.
  public RowBatch moveTo(int target) {
    row = target;
    return this;
  }

  /// Adds a row of nulls and makes it the current one.
  public RowBatch append() {
    for (ColumnVector vector : vectors) {
      vector.setNull(size);
    }
    return moveTo(size++);
  }

  /// Makes the current row that one, whose fields are this batch's columns.
  public void putAll(Row other) {
    for (int i = 0; i < vectors.length; i++) {
      if (other.isNull(i)) {
        putNull(i);
      } else {
        Cells.copy(columns.get(i).type(), other, i, this);
      }
    }
  }

  /// Holds `rows` rows whose values a reader puts next, none null so far.
  void beginRead(int rows) {
    size = rows;
    row = 0;
    for (ColumnVector vector : vectors) {
      vector.fillNulls(false);
    }
  }

  /// Boxed, as [Rows#valueAt] says.
  @Nullable Object valueAt(int column) {
    if (isNull(column)) {
      return null;
    }
    return Cells.boxed(columns.get(column).type(), this, column);
  }

  @Override
  public boolean isNull(int column) {
    return vectors[column].isNull(row);
  }

  @Override
  public boolean booleanAt(int column) {
    return vectors[column].words()[row] != 0;
  }

  @Override
  public long longAt(int column) {
    return vectors[column].words()[row];
  }

  @Override
  public double doubleAt(int column) {
    return Double.longBitsToDouble(vectors[column].words()[row]);
  }

  @Override
  public String stringAt(int column) {
    ColumnVector vector = vectors[column];
    return vector.text((int) vector.words()[row]);
  }

  @Override
  public void putNull(int column) {
    vectors[column].setNull(row);
  }

  @Override
  public void putBoolean(int column, boolean value) {
    vectors[column].set(row, value ? 1 : 0);
  }

  @Override
  public void putLong(int column, long value) {
    vectors[column].set(row, value);
  }

  /// A `FLOAT` column rounds it to the nearest when it is written.
  @Override
  public void putDouble(int column, double value) {
    vectors[column].set(row, Double.doubleToRawLongBits(value));
  }

  @Override
  public void putString(int column, String value) {
    vectors[column].setObject(row, value);
  }

  @Override
  public ListValue listAt(int column) {
    ColumnVector vector = vectors[column];
    return vector.list((int) vector.words()[row]);
  }

  @Override
  public void putList(int column, ListValue value) {
    vectors[column].setObject(row, value);
  }
}
