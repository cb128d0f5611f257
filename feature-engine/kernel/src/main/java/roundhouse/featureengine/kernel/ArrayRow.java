package roundhouse.featureengine.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A row of boxed values: Boolean, Long (also for instants, in microseconds), Double, String,
/// ListValue or null. For tests, fixtures and single asks; a backend reads its columns directly.
///
/// Equal to another of the same values, doubles compared by their bits.
public final class ArrayRow implements Row, RowSink {
  private final @Nullable Object[] values;

  private ArrayRow(@Nullable Object[] values) {
    this.values = values;
  }

  public static ArrayRow of(@Nullable Object... values) {
    return new ArrayRow(values.clone());
  }

  /// A row of nulls to be filled.
  public static ArrayRow ofSize(int fields) {
    return new ArrayRow(new @Nullable Object[fields]);
  }

  public int size() {
    return values.length;
  }

  public @Nullable Object valueAt(int field) {
    return values[field];
  }

  @Override
  public boolean isNull(int field) {
    return values[field] == null;
  }

  @Override
  public boolean booleanAt(int field) {
    return (Boolean) present(field);
  }

  @Override
  public long longAt(int field) {
    return (Long) present(field);
  }

  @Override
  public double doubleAt(int field) {
    return (Double) present(field);
  }

  @Override
  public String stringAt(int field) {
    return (String) present(field);
  }

  @Override
  public ListValue listAt(int field) {
    return (ListValue) present(field);
  }

  @Override
  public void putNull(int column) {
    values[column] = null;
  }

  @Override
  public void putBoolean(int column, boolean value) {
    values[column] = value;
  }

  @Override
  public void putLong(int column, long value) {
    values[column] = value;
  }

  @Override
  public void putDouble(int column, double value) {
    values[column] = value;
  }

  @Override
  public void putString(int column, String value) {
    values[column] = value;
  }

  @Override
  public void putList(int column, ListValue value) {
    values[column] = value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArrayRow row && Arrays.equals(values, row.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }

  private Object present(int field) {
    return Objects.requireNonNull(values[field], "a null field was read");
  }
}
