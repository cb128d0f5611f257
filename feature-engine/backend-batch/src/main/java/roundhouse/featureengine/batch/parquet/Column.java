package roundhouse.featureengine.batch.parquet;

/// A column of a table.
///
/// @param nullable whether rows may lack a value; a required column is `REQUIRED` in Parquet
public record Column(String name, ColumnType type, boolean nullable) {
  public Column {
    if (name.isBlank() || name.indexOf('.') >= 0) {
      throw new IllegalArgumentException(
          "Column '%s': expected a name that is not blank and has no dot; rename the column"
              .formatted(name));
    }
  }

  public static Column required(String name, ColumnType type) {
    return new Column(name, type, false);
  }

  public static Column optional(String name, ColumnType type) {
    return new Column(name, type, true);
  }
}
