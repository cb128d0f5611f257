package roundhouse.featureengine.batch.parquet;

import roundhouse.featureengine.kernel.ListValue;

/// Lists as Parquet stores them: an entry for each element, and one for each list that has none or
/// is null.
final class ListEntries {
  /// Levels 0 to 3: no list, an empty one, an element that is null, an element.
  static final int DEFINITION_BITS = 2;

  private final boolean nullable;
  private final ColumnVector elements;
  private final long[] repetitions;
  private final long[] definitions;
  private int count;

  private ListEntries(Column column, ColumnType element, int entries) {
    nullable = column.nullable();
    elements = new ColumnVector(new Column(column.name(), element, true), entries);
    repetitions = new long[entries];
    definitions = new long[entries];
  }

  /// @param vector of lists
  static ListEntries of(ColumnVector vector, ColumnType element, int rows) {
    int entries = 0;
    for (int row = 0; row < rows; row++) {
      entries += vector.isNull(row) ? 1 : Math.max(1, list(vector, row).size());
    }
    ListEntries all = new ListEntries(vector.column(), element, entries);
    for (int row = 0; row < rows; row++) {
      if (vector.isNull(row)) {
        all.add(0, 0);
      } else {
        all.add(list(vector, row));
      }
    }
    return all;
  }

  private static ListValue list(ColumnVector vector, int row) {
    return vector.list((int) vector.words()[row]);
  }

  private void add(ListValue list) {
    int listLevel = nullable ? 1 : 0;
    if (list.size() == 0) {
      add(0, listLevel);
    }
    for (int i = 0; i < list.size(); i++) {
      Object element = list.element(i);
      if (element != null) {
        elements.setBoxed(count, element);
      }
      add(i == 0 ? 0 : 1, element == null ? listLevel + 1 : listLevel + 2);
    }
  }

  private void add(int repetition, int definition) {
    if (definition < (nullable ? 3 : 2)) {
      elements.setNull(count);
    }
    repetitions[count] = repetition;
    definitions[count] = definition;
    count++;
  }

  int count() {
    return count;
  }

  /// The elements, null for entries without one.
  ColumnVector elements() {
    return elements;
  }

  /// 0 for the first entry of a row, else 1.
  long[] repetitions() {
    return repetitions;
  }

  long[] definitions() {
    return definitions;
  }
}
