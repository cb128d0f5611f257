package roundhouse.featureengine.batch.parquet;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;

/// The values of one column in a [RowBatch], one word a row.
///
/// What a word is follows from the column's type: a long, an instant in microseconds since the
/// epoch, a boolean as 0 or 1, a floating-point number as the bits of a `double`, a decimal its
/// digits, a text or list its place among [#text] or [#list]. A null is a set bit in [#nulls]; its
/// word means nothing.
///
/// The arrays are the vector's own, so that whole columns move without a call per value. They hold
/// values up to the batch's size, and change with the batch's next rows.
public final class ColumnVector {
  private final Column column;
  private final long[] words;
  private final long[] nulls;
  private final Map<Object, Integer> places = new HashMap<>();
  private @Nullable Object[] objects = new Object[0];
  private int objectCount;

  ColumnVector(Column column, int capacity) {
    this.column = column;
    words = new long[capacity];
    nulls = new long[(capacity + Long.SIZE - 1) / Long.SIZE];
  }

  public Column column() {
    return column;
  }

  public long[] words() {
    return words;
  }

  /// Bit `row % 64` of word `row / 64` is set where the row has no value.
  public long[] nulls() {
    return nulls;
  }

  public boolean isNull(int row) {
    return ((nulls[row >>> 6] >>> row) & 1) != 0;
  }

  /// How many texts or lists the words of this vector can stand for. Some may stand in no row, and
  /// equal ones may be there twice.
  public int objectCount() {
    return objectCount;
  }

  /// The text that a word of this vector stands for.
  public String text(int place) {
    return (String) Objects.requireNonNull(objects[place]);
  }

  /// The list that a word of this vector stands for.
  public ListValue list(int place) {
    return (ListValue) Objects.requireNonNull(objects[place]);
  }

  void set(int row, long word) {
    words[row] = word;
    nulls[row >>> 6] &= ~(1L << row);
  }

  void setNull(int row) {
    nulls[row >>> 6] |= 1L << row;
  }

  /// Puts a text or list, one place for all that are equal.
  void setObject(int row, Object value) {
    Integer place = places.get(value);
    if (place == null) {
      place = addObject(value);
      places.put(value, place);
    }
    set(row, place);
  }

  /// Puts a value as lists hold it.
  void setBoxed(int row, Object value) {
    switch (value) {
      case Boolean b -> set(row, b ? 1 : 0);
      case Long l -> set(row, l);
      case Double d -> set(row, Double.doubleToRawLongBits(d));
      default -> setObject(row, value);
    }
  }

  /// A value that is not null, as lists hold it.
  Object boxed(int row) {
    long word = words[row];
    return switch (column.type()) {
      case ColumnType.Simple.BOOLEAN -> word != 0;
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> word;
      case ColumnType.Decimal _ -> word;
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE -> Double.longBitsToDouble(word);
      case ColumnType.Simple.TEXT -> text((int) word);
      case ColumnType.ListOf _ -> list((int) word);
    };
  }

  /// Adds a text or list without looking for an equal one, and returns its place.
  int addObject(Object value) {
    if (objectCount == objects.length) {
      objects = Arrays.copyOf(objects, Math.max(16, 2 * objectCount));
    }
    objects[objectCount] = value;
    return objectCount++;
  }

  /// Takes over the texts of another vector in place of its own.
  void adoptObjects(ColumnVector other) {
    objects = other.objects;
    objectCount = other.objectCount;
  }

  /// Forgets the texts and lists from that place on.
  void truncateObjects(int count) {
    Arrays.fill(objects, count, objectCount, null);
    objectCount = count;
    places.clear();
  }

  /// Makes every row of the capacity null, or none.
  void fillNulls(boolean isNull) {
    Arrays.fill(nulls, isNull ? -1 : 0);
  }
}
