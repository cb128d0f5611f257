package roundhouse.featureengine.batch.parquet;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.parquet.ChunkEncoder.EncodedChunk;

/// Turns rows into the bytes of a row group. Each thread has an encoder of its own, and a
/// [ParquetTableWriter] appends what they encode, in order: so all cores write one file. The same
/// rows give the same bytes. Keeps its buffers from one group to the next.
public final class RowGroupEncoder {
  private static final int MAX_GROUP_ROWS = 1 << 17;
  private static final int MIN_GROUP_ROWS = 1 << 12;
  private static final int GROUP_BYTES = 1 << 24;

  private final List<Column> columns;
  private final Codec codec;
  private final ChunkEncoder encoder;

  public RowGroupEncoder(List<Column> columns, Codec codec) {
    this.columns = List.copyOf(columns);
    this.codec = codec;
    encoder = new ChunkEncoder(codec);
  }

  /// How many rows of those columns make a group: some 16 MiB of words, within bounds.
  public static int groupRows(List<Column> columns) {
    int fit = GROUP_BYTES / Long.BYTES / Math.max(1, columns.size());
    return Math.clamp(Integer.highestOneBit(fit), MIN_GROUP_ROWS, MAX_GROUP_ROWS);
  }

  /// The batch's columns must be the encoder's. Throws [IllegalArgumentException] where a required
  /// value is null.
  public EncodedRowGroup encode(RowBatch rows) {
    if (!rows.columns().equals(columns)) {
      throw new IllegalArgumentException(
          "Rows of columns %s: expected %s".formatted(rows.columns(), columns));
    }
    List<EncodedChunk> chunks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      chunks.add(encoder.encode(rows.vector(i), rows.size()));
    }
    return new EncodedRowGroup(columns, codec, rows.size(), List.copyOf(chunks));
  }
}
