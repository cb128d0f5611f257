package roundhouse.featureengine.batch.parquet;

import java.util.List;

/// The bytes of a row group, ready to be appended to a file of the same columns by
/// [ParquetTableWriter#write(EncodedRowGroup)]. Immutable.
public final class EncodedRowGroup {
  private final List<Column> columns;
  private final Codec codec;
  private final RowBatch rows;

  EncodedRowGroup(List<Column> columns, Codec codec, RowBatch rows) {
    this.columns = columns;
    this.codec = codec;
    this.rows = rows;
  }

  public long rowCount() {
    return rows.size();
  }

  List<Column> columns() {
    return columns;
  }

  Codec codec() {
    return codec;
  }

  RowBatch rows() {
    return rows;
  }
}
