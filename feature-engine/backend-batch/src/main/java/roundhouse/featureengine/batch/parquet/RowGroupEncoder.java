package roundhouse.featureengine.batch.parquet;

import java.util.List;

/// Turns rows into the bytes of a row group. Each thread has an encoder of its own, and a
/// [ParquetTableWriter] appends what they encode, in order: so all cores write one file. The same
/// rows give the same bytes. Keeps its buffers from one group to the next.
public final class RowGroupEncoder {
  /// Rows of a group as [ParquetTableWriter] cuts them.
  public static final int GROUP_ROWS = 1 << 17;

  private final List<Column> columns;
  private final Codec codec;

  public RowGroupEncoder(List<Column> columns, Codec codec) {
    this.columns = List.copyOf(columns);
    this.codec = codec;
  }

  /// The batch's columns must be the encoder's. Throws [IllegalArgumentException] where a required
  /// value is null.
  public EncodedRowGroup encode(RowBatch rows) {
    return new EncodedRowGroup(columns, codec, rows);
  }
}
