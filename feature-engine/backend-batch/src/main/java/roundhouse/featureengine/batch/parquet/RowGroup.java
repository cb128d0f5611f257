package roundhouse.featureengine.batch.parquet;

import java.util.List;

/// A row group of a Parquet file: rows that are decoded on their own, by any thread, while other
/// threads decode others. Immutable.
public final class RowGroup {
  private final ParquetTable table;
  private final Footer.Group group;

  RowGroup(ParquetTable table, Footer.Group group) {
    this.table = table;
    this.group = group;
  }

  /// Number of the group's first row in the file.
  public long firstRow() {
    return group.firstRow();
  }

  public long rows() {
    return group.rows();
  }

  /// Whether some row may lack a value of that column, as far as statistics tell.
  public boolean mayLackValues(String name) {
    return table
        .leaf(table.select(List.of(name)).getFirst())
        .filter(group::mayLackValues)
        .isPresent();
  }

  /// Starts a pass over the rows with the named columns, in the order of `names`; an unknown name
  /// is refused.
  public RowGroupReader read(List<String> names) {
    return readColumns(table.select(names));
  }

  RowGroupReader readColumns(List<ViewColumn> columns) {
    return new RowGroupReader(table, group, columns);
  }
}
