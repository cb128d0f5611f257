package roundhouse.featureengine.batch.parquet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One reusable row: the values to write next, or those read last. Starts with all values null.
///
/// Numbers, instants and booleans lie in one `long` per column, floating point as its bits, so that
/// filling a row allocates nothing but texts.
public final class RowBuffer implements Row {
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

  public void setNull(int column) {
    nulls[column] = true;
    bits[column] = 0;
    texts[column] = "";
  }

  public void setBoolean(int column, boolean value) {
    setBits(column, value ? 1 : 0);
  }

  /// Of a `LONG`, or the microseconds since the epoch of an `INSTANT`.
  public void setLong(int column, long value) {
    setBits(column, value);
  }

  /// Of a `DOUBLE`, or of a `FLOAT`, which rounds to the nearest.
  public void setDouble(int column, double value) {
    setBits(column, Double.doubleToRawLongBits(value));
  }

  public void setText(int column, String value) {
    nulls[column] = false;
    texts[column] = value;
  }

  /// The boxed form of the other setters.
  public void set(int column, @Nullable Object value) {
    switch (value) {
      case null -> setNull(column);
      case Boolean flag -> setBoolean(column, flag);
      case Float number -> setDouble(column, number);
      case Double number -> setDouble(column, number);
      case Number number -> setLong(column, number.longValue());
      case Instant instant -> setLong(column, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
      default -> setText(column, value.toString());
    }
  }

  /// Gives `to` the value of `from`, a column of the same type.
  void copy(int from, int to) {
    nulls[to] = nulls[from];
    bits[to] = bits[from];
    texts[to] = texts[from];
  }

  private void setBits(int column, long value) {
    nulls[column] = false;
    bits[column] = value;
  }

  @Override
  public boolean isNull(int column) {
    return nulls[column];
  }

  @Override
  public boolean booleanValue(int column) {
    return bits[column] != 0;
  }

  @Override
  public long longValue(int column) {
    return bits[column];
  }

  @Override
  public double doubleValue(int column) {
    return Double.longBitsToDouble(bits[column]);
  }

  @Override
  public String text(int column) {
    return texts[column];
  }

  @Override
  public @Nullable Object value(int column) {
    if (nulls[column]) {
      return null;
    }
    return switch (types[column]) {
      case BOOLEAN -> booleanValue(column);
      case LONG -> longValue(column);
      case FLOAT -> (float) doubleValue(column);
      case DOUBLE -> doubleValue(column);
      case TEXT -> text(column);
      case INSTANT -> Instant.EPOCH.plus(longValue(column), ChronoUnit.MICROS);
    };
  }
}
