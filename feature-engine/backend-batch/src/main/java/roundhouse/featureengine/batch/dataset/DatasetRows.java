package roundhouse.featureengine.batch.dataset;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Partition;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// The rows of one partition after the other, one file open at a time.
final class DatasetRows implements Rows {
  private final ObjectStore store;
  private final VerifiedObjects verified;
  private final DatasetManifest manifest;
  private final Iterator<Partition> partitions;
  private final List<String> names;
  private final InstantRange range;
  private @Nullable Rows current;

  DatasetRows(
      ObjectStore store,
      VerifiedObjects verified,
      DatasetManifest manifest,
      List<Partition> partitions,
      List<String> names,
      InstantRange range) {
    this.store = store;
    this.verified = verified;
    this.manifest = manifest;
    this.partitions = partitions.iterator();
    this.names = List.copyOf(names);
    this.range = range;
  }

  @Override
  public boolean next() {
    while (current == null || !current.next()) {
      close();
      if (!partitions.hasNext()) {
        return false;
      }
      current = open(partitions.next());
    }
    return true;
  }

  private Rows open(Partition partition) {
    ObjectKey key = ObjectKey.of(partition.file());
    verified.verify(key, partition.bytes(), partition.sha256());
    ParquetTable table = ParquetTable.open(store, key);
    return range.equals(InstantRange.ALL)
        ? table.read(names)
        : table.read(names, manifest.askTime(), range);
  }

  private Rows row() {
    if (current == null) {
      throw new IllegalStateException("No current row: expected next() to have returned true");
    }
    return current;
  }

  @Override
  public boolean isNull(int column) {
    return row().isNull(column);
  }

  @Override
  public boolean booleanAt(int column) {
    return row().booleanAt(column);
  }

  @Override
  public long longAt(int column) {
    return row().longAt(column);
  }

  @Override
  public double doubleAt(int column) {
    return row().doubleAt(column);
  }

  @Override
  public String stringAt(int column) {
    return row().stringAt(column);
  }

  @Override
  public @Nullable Object valueAt(int column) {
    return row().valueAt(column);
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
