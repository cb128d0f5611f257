package roundhouse.featureengine.batch.parquet;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;

/// One reusable row: the values to write next, or those read last. Starts with all values null.
///
/// Numbers, instants and booleans lie in one `long` per column, floating point as its bits, so that
/// filling a row allocates nothing but texts.
public final class RowBuffer implements Row, RowSink {
  private final ColumnType[] types;
  private final boolean[] nulls;
  private final long[] bits;
  private final String[] texts;

  public RowBuffer(List<Column> columns) {
    types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
    nulls = new boolean[types.length];
    bits = new long[types.length];
    texts = new String[types.length];
    clear();
  }

  /// Makes every value null.
  public void clear() {
    Arrays.fill(nulls, true);
    Arrays.fill(bits, 0);
    Arrays.fill(texts, "");
  }

  @Override
  public void putNull(int column) {
    nulls[column] = true;
    bits[column] = 0;
    texts[column] = "";
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
    texts[column] = value;
  }

  /// Puts field `i` of the row, whose types are this one's, into column `i`.
  public void putAll(Row row) {
    for (int i = 0; i < types.length; i++) {
      if (row.isNull(i)) {
        putNull(i);
      } else {
        putValue(row, i);
      }
    }
  }

  private void putValue(Row row, int i) {
    switch (types[i]) {
      case BOOLEAN -> putBoolean(i, row.booleanAt(i));
      case LONG, INSTANT -> putLong(i, row.longAt(i));
      case FLOAT, DOUBLE -> putDouble(i, row.doubleAt(i));
      case TEXT -> putString(i, row.stringAt(i));
    }
  }

  /// Gives `to` the value of `from`, a column of the same type.
  void copy(int from, int to) {
    nulls[to] = nulls[from];
    bits[to] = bits[from];
    texts[to] = texts[from];
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
    return texts[column];
  }

  /// Boxed: Boolean, Long (also for instants), Double (also for floats), String or null.
  public @Nullable Object valueAt(int column) {
    if (nulls[column]) {
      return null;
    }
    return switch (types[column]) {
      case BOOLEAN -> booleanAt(column);
      case LONG, INSTANT -> longAt(column);
      case FLOAT, DOUBLE -> doubleAt(column);
      case TEXT -> stringAt(column);
    };
  }
}
