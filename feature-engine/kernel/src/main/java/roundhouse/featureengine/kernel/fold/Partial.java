package roundhouse.featureengine.kernel.fold;

import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ValuePool;

/// What an aggregate made of some events, so that the events need not be kept. In whatever order
/// events came and partial results were merged, the result is the same.
///
/// @param <S> its own class
public sealed interface Partial<S extends Partial<S>>
    permits Invertible, DistinctValues, EdgeEvents, ExtremeValue {
  /// Adds everything that the other holds; the other stays as it is.
  void merge(S other);

  void clear();

  /// Whether nothing ever came.
  boolean isEmpty();

  void write(ByteWriter bytes, ValuePool pool);

  /// Reads into an empty one what was written.
  ///
  /// @throws roundhouse.featureengine.kernel.UnreadableStateException if the bytes are nothing
  ///   written
  void read(ByteReader bytes, ValuePool pool);
}
