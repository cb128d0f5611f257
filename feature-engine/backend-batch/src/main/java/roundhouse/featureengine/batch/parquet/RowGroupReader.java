package roundhouse.featureengine.batch.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnMetaData;
import roundhouse.featureengine.batch.parquet.encoding.LittleEndian;
import roundhouse.storage.ReadableObject;

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

  private final ParquetTable table;
  private final Footer.Group group;
  private final List<ViewColumn> columns;
  private final RowBatch batch;
  private final List<ChunkReader> chunks = new ArrayList<>();
  private final List<ColumnVector> missing = new ArrayList<>();
  private boolean isOpen;
  private long left;

  RowGroupReader(ParquetTable table, Footer.Group group, List<ViewColumn> columns) {
    this.table = table;
    this.group = group;
    this.columns = columns;
    batch = new RowBatch(columns.stream().map(ViewColumn::column).toList(), BATCH_ROWS);
    left = group.rows();
  }

  /// Reads the next rows into the batch; false: there are none.
  public boolean next() {
    return table.guarded(this::advance);
  }

  private boolean advance() {
    if (!isOpen) {
      open();
      isOpen = true;
    }
    int rows = (int) Math.min(left, BATCH_ROWS);
    batch.beginRead(rows);
    missing.forEach(vector -> vector.fillNulls(true));
    for (ChunkReader chunk : chunks) {
      chunk.read(rows);
    }
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).shift(batch.vector(i).words(), rows);
      requireValues(columns.get(i), batch.vector(i), rows);
    }
    left -= rows;
    return rows > 0;
  }

  private void requireValues(ViewColumn column, ColumnVector vector, int rows) {
    int outside = column.firstOutside(vector, rows);
    if (outside >= 0) {
      throw new UnsupportedTableException(
          "File '%s': column '%s' has %s in row %d; expected %s; correct the file, or declare a type that holds it"
              .formatted(
                  table.key(),
                  column.source(),
                  Cells.text(vector.column().type(), vector.boxed(outside)),
                  group.firstRow() + group.rows() - left + outside,
                  column.type().text()));
    }
  }

  /// Reads the bytes of all columns, so that the object need not stay open.
  private void open() {
    try (ReadableObject object = table.open()) {
      for (int i = 0; i < columns.size(); i++) {
        ColumnVector vector = batch.vector(i);
        Optional<Leaf> leaf = table.leaf(columns.get(i));
        if (leaf.isPresent()) {
          ColumnMetaData metadata = group.chunks().get(leaf.get().index());
          table.requireReadable(leaf.get(), metadata);
          chunks.add(ChunkReader.of(leaf.get(), metadata, bytes(object, metadata), vector));
        } else {
          missing.add(vector);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(ReadableObject object, ColumnMetaData metadata) {
    int length = (int) metadata.getTotal_compressed_size();
    return table.bytes(object, Footer.start(metadata), length, LittleEndian.SLACK);
  }

  /// The rows that [#next] read last; the same object for the whole pass.
  public RowBatch batch() {
    return batch;
  }

  @Override
  public void close() {
    chunks.clear();
    left = 0;
  }
}
