package roundhouse.featureengine.batch.parquet;

import java.util.BitSet;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// A column as a reader wants it, and where a file has it.
///
/// @param column what the reader sees
/// @param source name of the file's column whose values it has
/// @param plusMicros added to each value of an instant
/// @param type what its values are to be; a value of the column's type may be none
public record ViewColumn(Column column, String source, long plusMicros, ValueType type) {
  public ViewColumn {
    if (plusMicros != 0 && column.type() != ColumnType.INSTANT) {
      throw new IllegalArgumentException(
          "Column '%s': is %s; expected an instant to add %d microseconds to"
              .formatted(column.name(), column.type().text(), plusMicros));
    }
  }

  /// The file's column of that name.
  public static ViewColumn of(Column column) {
    return new ViewColumn(column, column.name(), 0, ColumnType.valueType(column.type()));
  }

  /// A field of a stream, as a file has it that names its columns as the stream its fields.
  public static ViewColumn of(FieldSchema field) {
    Column column = new Column(field.name(), ColumnType.of(field.type()), field.isNullable());
    return new ViewColumn(column, column.name(), 0, field.type());
  }

  /// The same, found in another column of the file.
  public ViewColumn from(String other, long micros) {
    return new ViewColumn(column, other, micros, type);
  }

  /// Whether there are values of the column's type that are not of the type. Of text all are: bytes
  /// that are none do not get so far.
  public static boolean isWithin(ValueType type) {
    return switch (type) {
      case ValueType.Simple _ -> false;
      case ValueType.Decimal _, ValueType.Enumeration _ -> true;
      case ValueType.ListOf(ValueType element) -> isWithin(element);
    };
  }

  /// Turns stored instants into those of the view.
  void shift(long[] words, int count) {
    if (plusMicros != 0) {
      for (int i = 0; i < count; i++) {
        words[i] = Math.addExact(words[i], plusMicros);
      }
    }
  }

  /// The first of so many rows whose value is not of the type, or −1.
  int firstOutside(ColumnVector vector, int rows) {
    return switch (type) {
      case ValueType.Decimal decimal -> firstOutside(decimal, vector, rows);
      case ValueType _ when isWithin(type) -> firstObjectOutside(vector, rows);
      case ValueType _ -> -1;
    };
  }

  private static int firstOutside(ValueType.Decimal decimal, ColumnVector vector, int rows) {
    long[] words = vector.words();
    for (int row = 0; row < rows; row++) {
      if (!decimal.hasDigitsOf(words[row]) && !vector.isNull(row)) {
        return row;
      }
    }
    return -1;
  }

  private int firstObjectOutside(ColumnVector vector, int rows) {
    BitSet held = new BitSet(vector.objectCount());
    for (int row = 0; row < rows; row++) {
      int place = (int) vector.words()[row];
      if (!vector.isNull(row) && !held.get(place)) {
        if (!ValueType.holds(type, vector.boxed(row))) {
          return row;
        }
        held.set(place);
      }
    }
    return -1;
  }
}
