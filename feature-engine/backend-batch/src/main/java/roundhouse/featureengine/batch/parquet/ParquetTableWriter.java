package roundhouse.featureengine.batch.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.TypeDefinedOrder;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.ChunkEncoder.EncodedChunk;
import roundhouse.featureengine.batch.parquet.encoding.ByteSink;
import roundhouse.featureengine.kernel.Row;

/// Writes a Parquet file on local disk, from where it is put into a store: row by row, or row
/// groups that [RowGroupEncoder]s have encoded. The same rows, cut in the same way, give the same
/// bytes. Memory: row by row, the values of one group; else nothing. One thread at a time.
public final class ParquetTableWriter implements AutoCloseable {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /// In the form by which Parquet's readers tell writers apart.
  private static final String CREATED_BY = "Roundhouse version 1.0.0 (build columns)";

  private final Path file;
  private final List<Column> columns;
  private final Codec codec;
  private final OutputStream output;
  private final RowGroupEncoder encoder;
  private @Nullable RowBatch pending;
  private final List<RowGroup> groups = new ArrayList<>();
  private long position;
  private long rows;
  private boolean isClosed;

  private ParquetTableWriter(Path file, List<Column> columns, Codec codec, OutputStream output) {
    this.file = file;
    this.columns = columns;
    this.codec = codec;
    this.output = output;
    encoder = new RowGroupEncoder(columns, codec);
    append(MAGIC, MAGIC.length);
  }

  /// The file must not exist.
  public static ParquetTableWriter create(Path file, List<Column> columns) {
    return create(file, columns, Codec.ZSTD);
  }

  /// As [#create(Path, List)], its pages compressed by that codec.
  public static ParquetTableWriter create(Path file, List<Column> columns, Codec codec) {
    try {
      OutputStream output = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      return new ParquetTableWriter(file, List.copyOf(columns), codec, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An empty buffer for rows of this file.
  public RowBuffer newRow() {
    return new RowBuffer(columns);
  }

  /// The row's columns must be the file's, in order. A required value that is null fails as
  /// [IllegalArgumentException], at the latest in [#close].
  public void write(Row row) {
    if (pending == null) {
      pending = new RowBatch(columns, RowGroupEncoder.groupRows(columns));
    }
    if (pending.size() == pending.capacity()) {
      flush(pending);
    }
    pending.append().putAll(row);
    rows++;
  }

  /// Appends a row group of this file's columns and codec.
  public void write(EncodedRowGroup group) {
    if (!group.columns().equals(columns) || group.codec() != codec) {
      throw new IllegalArgumentException(
          "Row group of %s by %s: expected %s by %s"
              .formatted(group.columns(), group.codec(), columns, codec));
    }
    if (pending != null) {
      flush(pending);
    }
    append(group);
    rows += group.rowCount();
  }

  private void flush(RowBatch batch) {
    if (batch.size() > 0) {
      append(encoder.encode(batch));
      batch.clear();
    }
  }

  private void append(EncodedRowGroup group) {
    long start = position;
    long uncompressed = 0;
    List<ColumnChunk> chunks = new ArrayList<>();
    for (EncodedChunk chunk : group.chunks()) {
      ColumnMetaData metadata = moved(chunk.metadata(), position);
      append(chunk.bytes(), chunk.bytes().length);
      chunks.add(new ColumnChunk(0).setMeta_data(metadata));
      uncompressed += metadata.getTotal_uncompressed_size();
    }
    groups.add(
        new RowGroup(chunks, uncompressed, group.rowCount())
            .setFile_offset(start)
            .setTotal_compressed_size(position - start)
            .setOrdinal((short) groups.size()));
  }

  private static ColumnMetaData moved(ColumnMetaData chunk, long offset) {
    ColumnMetaData moved = new ColumnMetaData(chunk);
    moved.setData_page_offset(chunk.getData_page_offset() + offset);
    if (chunk.isSetDictionary_page_offset()) {
      moved.setDictionary_page_offset(chunk.getDictionary_page_offset() + offset);
    }
    return moved;
  }

  private void append(byte[] bytes, int length) {
    try {
      output.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "File '%s': writing %d bytes at %d failed (%s); free space there, or name a larger folder"
              .formatted(file, length, position, e.getMessage()),
          e);
    }
    position += length;
  }

  public long rowCount() {
    return rows;
  }

  /// Ends the file.
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try (output) {
      if (pending != null) {
        flush(pending);
      }
      writeFooter();
    } catch (IOException e) {
      throw new UncheckedIOException("File '%s': closing it failed".formatted(file), e);
    }
  }

  private void writeFooter() throws IOException {
    var metadata = new FileMetaData(1, Schemas.elements(columns), rows, groups);
    metadata.setCreated_by(CREATED_BY);
    // Says that the statistics are to be trusted.
    ColumnOrder order = ColumnOrder.TYPE_ORDER(new TypeDefinedOrder());
    metadata.setColumn_orders(Collections.nCopies(columns.size(), order));
    ByteSink footer = new ByteSink();
    Util.writeFileMetaData(metadata, footer);
    footer.putInt(footer.size());
    footer.write(MAGIC, 0, MAGIC.length);
    append(footer.array(), footer.size());
  }
}
