package roundhouse.featureengine.batch.parquet;

/// A well-formed Parquet file that holds what tables here cannot: a nested or repeated column, or a
/// type without a counterpart.
public final class UnsupportedTableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnsupportedTableException(String message) {
    super(message);
  }
}
