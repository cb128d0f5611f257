package roundhouse.featureengine.batch.parquet;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;

/// Rows of row groups, one after the other, out of their batches.
final class ParquetRows implements Rows {
  private final Iterator<RowGroup> groups;
  private final List<ViewColumn> columns;
  private final int time;
  private final InstantRange range;
  private @Nullable RowGroupReader reader;
  private RowBatch batch;
  private int nextRow;

  /// @param time place of the instant that `range` is about, or -1
  ParquetRows(List<RowGroup> groups, List<ViewColumn> columns, int time, InstantRange range) {
    this.groups = groups.iterator();
    this.columns = List.copyOf(columns);
    this.time = time;
    this.range = range;
    batch = new RowBatch(List.of(), 0);
  }

  @Override
  public boolean next() {
    do {
      while (nextRow == batch.size()) {
        if (!nextBatch()) {
          return false;
        }
      }
      batch.moveTo(nextRow++);
    } while (time >= 0 && (batch.isNull(time) || !range.contains(batch.longAt(time))));
    return true;
  }

  private boolean nextBatch() {
    while (reader == null || !reader.next()) {
      if (!groups.hasNext()) {
        return false;
      }
      reader = groups.next().readColumns(columns);
    }
    batch = reader.batch();
    nextRow = 0;
    return true;
  }

  @Override
  public boolean isNull(int column) {
    return batch.isNull(column);
  }

  @Override
  public boolean booleanAt(int column) {
    return batch.booleanAt(column);
  }

  @Override
  public long longAt(int column) {
    return batch.longAt(column);
  }

  @Override
  public double doubleAt(int column) {
    return batch.doubleAt(column);
  }

  @Override
  public String stringAt(int column) {
    return batch.stringAt(column);
  }

  @Override
  public ListValue listAt(int column) {
    return batch.listAt(column);
  }

  @Override
  public @Nullable Object valueAt(int column) {
    return batch.valueAt(column);
  }

  @Override
  public void close() {
    reader = null;
    batch = new RowBatch(List.of(), 0);
    nextRow = 0;
  }
}
