package roundhouse.featureengine.batch.parquet;

import java.util.List;

/// One pass over the rows of a [RowGroup], batch by batch in the file's order. One thread at a
/// time. Memory: one batch, and of each column its compressed bytes and a page.
///
/// ```java
/// try (RowGroupReader reader = group.read(List.of("id", "amount"))) {
///   while (reader.next()) {
///     use(reader.batch());
///   }
/// }
/// ```
public final class RowGroupReader implements AutoCloseable {
  /// Rows of a batch, save of a group's last: few enough that a batch stays in a core's cache.
  public static final int BATCH_ROWS = 1 << 13;

  private final RowBatch batch;
  private final Rows rows;
  private long left;

  RowGroupReader(ParquetTable table, List<String> names, int index, long rowCount) {
    rows = table.readGroup(names, index);
    batch = new RowBatch(table.select(names), BATCH_ROWS);
    left = rowCount;
  }

  /// Reads the next rows into the batch; false: there are none.
  public boolean next() {
    batch.clear();
    int count = (int) Math.min(left, BATCH_ROWS);
    for (int i = 0; i < count && rows.next(); i++) {
      copyInto(batch.append());
    }
    left -= count;
    return count > 0;
  }

  private void copyInto(RowBatch row) {
    for (int i = 0; i < row.columns().size(); i++) {
      if (!rows.isNull(i)) {
        switch (row.columns().get(i).type()) {
          case BOOLEAN -> row.putBoolean(i, rows.booleanAt(i));
          case LONG, INSTANT -> row.putLong(i, rows.longAt(i));
          case FLOAT, DOUBLE -> row.putDouble(i, rows.doubleAt(i));
          case TEXT -> row.putString(i, rows.stringAt(i));
        }
      }
    }
  }

  /// The rows that [#next] read last; the same object for the whole pass.
  public RowBatch batch() {
    return batch;
  }

  @Override
  public void close() {
    rows.close();
  }
}
