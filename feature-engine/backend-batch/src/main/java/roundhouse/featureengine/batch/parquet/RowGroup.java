package roundhouse.featureengine.batch.parquet;

import java.util.List;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// A row group of a Parquet file: rows that are decoded on their own, by any thread, while other
/// threads decode others. Immutable; independent of the [ParquetTable] that it came from.
public final class RowGroup {
  private final ObjectStore store;
  private final ObjectKey key;
  private final int index;
  private final long firstRow;
  private final long rows;

  RowGroup(ObjectStore store, ObjectKey key, int index, long firstRow, long rows) {
    this.store = store;
    this.key = key;
    this.index = index;
    this.firstRow = firstRow;
    this.rows = rows;
  }

  /// Number of the group's first row in the file.
  public long firstRow() {
    return firstRow;
  }

  public long rows() {
    return rows;
  }

  /// Starts a pass over the rows with the named columns, in the order of `names`; an unknown name
  /// is refused.
  public RowGroupReader read(List<String> names) {
    return new RowGroupReader(ParquetTable.open(store, key), names, index, rows);
  }
}
