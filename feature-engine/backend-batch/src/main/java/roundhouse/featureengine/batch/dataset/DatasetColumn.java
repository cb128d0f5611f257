package roundhouse.featureengine.batch.dataset;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;

/// A column of a dataset and what it is for.
///
/// @param askField the ask's field whose value this is, unchanged, or null where it is computed:
///   what a filter on the ask's fields can name
public record DatasetColumn(
    String name, ColumnType type, boolean nullable, Role role, @Nullable String askField) {

  /// What a column is for.
  public enum Role {
    /// Identifies the row.
    ASK_ID,
    /// When the platform learned of the ask.
    ASK_TIME,
    FEATURE,
    LABEL
  }

  /// The same column, whose value is that field of the ask.
  public DatasetColumn ofAskField(String field) {
    return new DatasetColumn(name, type, nullable, role, field);
  }

  public Column column() {
    return new Column(name, type, nullable);
  }
}
