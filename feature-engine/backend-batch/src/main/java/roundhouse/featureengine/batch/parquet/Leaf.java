package roundhouse.featureengine.batch.parquet;

import org.apache.parquet.format.Type;

/// Where and how a file stores a column.
///
/// @param index the column's chunk within each row group
/// @param physical how its values, or its lists' elements, are stored
/// @param length bytes of a value of fixed length, else 0
/// @param factor what a stored integer is multiplied by: 1000 for milliseconds
/// @param levels what the levels of its values mean
record Leaf(Column column, int index, Type physical, int length, long factor, Levels levels) {
  /// Below level `list` there is no list; at it, an empty one; below `value` there is no value, or
  /// element; at it, there is one. Repetition is 1 for lists.
  record Levels(int repetition, int list, int value) {
    static Levels ofFlat(boolean nullable) {
      return new Levels(0, 0, nullable ? 1 : 0);
    }

    static Levels ofList(boolean nullableList, boolean nullableElement) {
      int list = nullableList ? 1 : 0;
      return new Levels(1, list, list + 1 + (nullableElement ? 1 : 0));
    }
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
    return isWidening(column.type(), wanted.type());
  }

  private static boolean isWidening(ColumnType found, ColumnType wanted) {
    return switch (found) {
      case ColumnType.Simple simple ->
          simple == wanted
              || (simple == ColumnType.Simple.FLOAT && wanted == ColumnType.Simple.DOUBLE);
      case ColumnType.Decimal(int precision, int scale) ->
          wanted instanceof ColumnType.Decimal wider
              && wider.scale() == scale
              && wider.precision() >= precision;
      case ColumnType.ListOf(ColumnType element) ->
          wanted instanceof ColumnType.ListOf list && isWidening(element, list.element());
    };
  }
}
