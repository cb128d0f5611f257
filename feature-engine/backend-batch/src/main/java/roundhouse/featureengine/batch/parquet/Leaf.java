package roundhouse.featureengine.batch.parquet;

import org.apache.parquet.format.Type;

/// Where and how a file stores a column.
///
/// @param index the column's chunk within each row group
/// @param physical how its values are stored
/// @param length bytes of a value of fixed length, else 0
/// @param factor what a stored integer is multiplied by: 1000 for milliseconds
record Leaf(Column column, int index, Type physical, int length, long factor) {
  /// The level at which a value is there: below it the row has none.
  int definedLevel() {
    return column.nullable() ? 1 : 0;
  }

  /// Turns stored integers into words.
  void scale(long[] words, int from, int count) {
    if (factor != 1) {
      for (int i = from; i < from + count; i++) {
        words[i] = Math.multiplyExact(words[i], factor);
      }
    }
  }

  /// Whether its values are values of that column too.
  boolean holds(Column wanted) {
    return column.type() == wanted.type()
        || (column.type() == ColumnType.FLOAT && wanted.type() == ColumnType.DOUBLE);
  }
}
