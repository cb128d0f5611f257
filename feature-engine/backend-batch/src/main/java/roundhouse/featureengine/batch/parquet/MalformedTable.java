package roundhouse.featureengine.batch.parquet;

/// Bytes that are no Parquet file, as told where they are decoded; [ParquetTable#guard] says of
/// which object.
final class MalformedTable extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedTable(String message) {
    super(message);
  }

  MalformedTable(Throwable cause) {
    super(cause);
  }
}
