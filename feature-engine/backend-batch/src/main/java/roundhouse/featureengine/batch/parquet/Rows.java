package roundhouse.featureengine.batch.parquet;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;

/// A forward pass over rows; between calls of [#next()] it is the current [Row], its fields the
/// wanted columns in their order. `longAt` also reads instants, as microseconds since the epoch,
/// and `doubleAt` floats. One thread at a time.
public interface Rows extends Row, AutoCloseable {
  /// Moves to the next row; false: there is none.
  boolean next();

  /// Boxed: Boolean, Long (also for instants and decimals), Double (also for floats), String,
  /// ListValue or null.
  @Nullable Object valueAt(int column);

  @Override
  void close();
}
