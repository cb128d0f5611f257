package roundhouse.featureengine.batch.parquet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rows of row groups, one after the other, out of their batches.
final class ParquetRows implements Rows {
  private final Iterator<RowGroup> groups;
  private final List<Column> columns;
  private final int time;
  private final InstantRange range;
  private @Nullable RowGroupReader reader;
  private RowBatch batch;
  private int nextRow;

  ParquetRows(
      List<RowGroup> groups, List<Column> selected, Optional<Column> time, InstantRange range) {
    this.groups = groups.iterator();
    this.range = range;
    List<Column> decoded = new ArrayList<>(selected);
    time.ifPresent(decoded::add);
    columns = List.copyOf(decoded);
    this.time = time.isPresent() ? selected.size() : -1;
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
      reader = groups.next().readAs(columns);
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
