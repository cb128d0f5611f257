package roundhouse.activities.evaluation;

import java.util.List;
import java.util.Objects;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.Nullability;

/// The ask's fields as far as a dataset has them: columns whose value is a field of the ask,
/// unchanged. A contract's filter can name these and no others, because the events themselves are
/// not read again.
record AskFields(List<DatasetColumn> columns) {
  static AskFields of(DatasetManifest manifest) {
    return new AskFields(
        manifest.columns().stream().filter(column -> column.askField() != null).toList());
  }

  /// Names of the columns, in their order.
  List<String> columnNames() {
    return columns.stream().map(DatasetColumn::name).toList();
  }

  /// What a filter may name, in the order of the columns.
  List<FieldSchema> fields() {
    return columns.stream().map(AskFields::field).toList();
  }

  private static FieldSchema field(DatasetColumn column) {
    return new FieldSchema(
        Objects.requireNonNull(column.askField()),
        ColumnType.valueType(column.type()),
        column.nullable() ? Nullability.NULLABLE : Nullability.REQUIRED);
  }
}
