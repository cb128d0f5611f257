package roundhouse.featureengine.batch.parquet;

import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.storage.ObjectStore;

/// The rows of several files of one schema, one after the other, one file open at a time. Each file
/// is checked against its digest before its first row is returned.
public final class PartRows implements Rows {
  private final ObjectStore store;
  private final VerifiedObjects verified;
  private final Iterator<StoredPart> parts;
  private final BiFunction<StoredPart, ParquetTable, ParquetTable> view;
  private final List<String> names;
  private final String timeColumn;
  private final InstantRange range;
  private @Nullable Rows current;

  /// The files' own columns.
  public PartRows(
      ObjectStore store,
      VerifiedObjects verified,
      List<StoredPart> parts,
      List<String> names,
      String timeColumn,
      InstantRange range) {
    this(store, verified, parts, (_, table) -> table, names, timeColumn, range);
  }

  /// @param view how each file is looked at
  /// @param timeColumn the required instant column that `range` is about
  public PartRows(
      ObjectStore store,
      VerifiedObjects verified,
      List<StoredPart> parts,
      BiFunction<StoredPart, ParquetTable, ParquetTable> view,
      List<String> names,
      String timeColumn,
      InstantRange range) {
    this.store = store;
    this.verified = verified;
    this.parts = List.copyOf(parts).iterator();
    this.view = view;
    this.names = List.copyOf(names);
    this.timeColumn = timeColumn;
    this.range = range;
  }

  @Override
  public boolean next() {
    while (current == null || !current.next()) {
      close();
      if (!parts.hasNext()) {
        return false;
      }
      current = open(parts.next());
    }
    return true;
  }

  private Rows open(StoredPart part) {
    verified.verify(part.key(), part.bytes(), part.sha256());
    ParquetTable table = view.apply(part, ParquetTable.open(store, part.key()));
    return range.equals(InstantRange.ALL)
        ? table.read(names)
        : table.read(names, timeColumn, range);
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
  public ListValue listAt(int column) {
    return row().listAt(column);
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
