package roundhouse.featureengine.kernel.fold;

/// A partial result from which a part can be taken away again, so that a window over tiles need not
/// be merged anew as it moves.
///
/// @param <S> its own class
public sealed interface Invertible<S extends Invertible<S>> extends Partial<S>
    permits DecayedSum,
        DistinctSketch,
        DoubleSum,
        EventCount,
        HistogramCounts,
        LongSum,
        Moments,
        QuantileSketch,
        TopValues {
  /// Takes away everything that the other holds, all of which was merged or entered before; the
  /// other stays as it is.
  void subtract(S other);
}
