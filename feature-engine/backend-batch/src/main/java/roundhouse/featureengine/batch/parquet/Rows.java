package roundhouse.featureengine.batch.parquet;

/// A forward pass over rows; between calls of [#next()] it is the current [Row]. One thread at a
/// time.
public interface Rows extends Row, AutoCloseable {
  /// Moves to the next row; false: there is none.
  boolean next();

  @Override
  void close();
}
