package roundhouse.featureengine.batch.parquet;

/// A column as a reader wants it, and where a file has it.
///
/// @param column what the reader sees
/// @param source name of the file's column whose values it has
/// @param plusMicros added to each value of an instant
public record ViewColumn(Column column, String source, long plusMicros) {
  public ViewColumn {
    if (plusMicros != 0 && column.type() != ColumnType.INSTANT) {
      throw new IllegalArgumentException(
          "Column '%s': is %s; expected an instant to add %d microseconds to"
              .formatted(column.name(), column.type().text(), plusMicros));
    }
  }

  /// The file's column of that name.
  public static ViewColumn of(Column column) {
    return new ViewColumn(column, column.name(), 0);
  }

  /// Turns stored instants into those of the view.
  void shift(long[] words, int count) {
    if (plusMicros != 0) {
      for (int i = 0; i < count; i++) {
        words[i] += plusMicros;
      }
    }
  }
}
