package roundhouse.featureengine.batch.parquet;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;

/// One reusable row: the values to write next, or those read last. Starts with all values null.
///
/// Numbers, instants and booleans lie in one `long` per column, floating point as its bits, so that
/// filling a row allocates nothing but texts and lists.
public final class RowBuffer implements Row, RowSink {
  private final ColumnType[] types;
  private final boolean[] nulls;
  private final long[] bits;
  private final @Nullable Object[] objects;

  public RowBuffer(List<Column> columns) {
    types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
    nulls = new boolean[types.length];
    bits = new long[types.length];
    objects = new Object[types.length];
    clear();
  }

  /// Makes every value null.
  public void clear() {
    Arrays.fill(nulls, true);
    Arrays.fill(bits, 0);
    Arrays.fill(objects, null);
  }

  @Override
  public void putNull(int column) {
    nulls[column] = true;
    bits[column] = 0;
    objects[column] = null;
  }

  @Override
  public void putBoolean(int column, boolean value) {
    putBits(column, value ? 1 : 0);
  }

  @Override
  public void putLong(int column, long value) {
    putBits(column, value);
  }

  /// A `FLOAT` column rounds it to the nearest when it is written.
  @Override
  public void putDouble(int column, double value) {
    putBits(column, Double.doubleToRawLongBits(value));
  }

  @Override
  public void putString(int column, String value) {
    nulls[column] = false;
    objects[column] = value;
  }

  /// Puts field `i` of the row, whose types are this one's, into column `i`.
  public void putAll(Row row) {
    for (int i = 0; i < types.length; i++) {
      if (row.isNull(i)) {
        putNull(i);
      } else {
        Cells.copy(types[i], row, i, this);
      }
    }
  }

  private void putBits(int column, long value) {
    nulls[column] = false;
    bits[column] = value;
  }

  @Override
  public boolean isNull(int column) {
    return nulls[column];
  }

  @Override
  public boolean booleanAt(int column) {
    return bits[column] != 0;
  }

  @Override
  public long longAt(int column) {
    return bits[column];
  }

  @Override
  public double doubleAt(int column) {
    return Double.longBitsToDouble(bits[column]);
  }

  @Override
  public String stringAt(int column) {
    return (String) Objects.requireNonNull(objects[column]);
  }

  /// Boxed, as [Rows#valueAt] says.
  public @Nullable Object valueAt(int column) {
    if (nulls[column]) {
      return null;
    }
    return Cells.boxed(types[column], this, column);
  }

  @Override
  public ListValue listAt(int column) {
    return (ListValue) Objects.requireNonNull(objects[column]);
  }

  @Override
  public void putList(int column, ListValue value) {
    nulls[column] = false;
    objects[column] = value;
  }
}
