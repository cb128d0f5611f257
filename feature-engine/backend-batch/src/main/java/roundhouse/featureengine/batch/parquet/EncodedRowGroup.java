package roundhouse.featureengine.batch.parquet;

import java.util.List;
import roundhouse.featureengine.batch.parquet.ChunkEncoder.EncodedChunk;

/// The bytes of a row group, ready to be appended to a file of the same columns by
/// [ParquetTableWriter#write(EncodedRowGroup)].
public final class EncodedRowGroup {
  private final List<Column> columns;
  private final Codec codec;
  private final long rows;
  private final List<EncodedChunk> chunks;

  EncodedRowGroup(List<Column> columns, Codec codec, long rows, List<EncodedChunk> chunks) {
    this.columns = columns;
    this.codec = codec;
    this.rows = rows;
    this.chunks = chunks;
  }

  public long rowCount() {
    return rows;
  }

  List<Column> columns() {
    return columns;
  }

  Codec codec() {
    return codec;
  }

  List<EncodedChunk> chunks() {
    return chunks;
  }
}
