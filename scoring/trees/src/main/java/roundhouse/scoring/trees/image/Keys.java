package roundhouse.scoring.trees.image;

/// Floating-point numbers as whole numbers of the same order, both zeros as one. NaN has no place
/// in the order.
final class Keys {
  /// Above the key of every number: what pads a table of cuts.
  static final int PADDING = Integer.MAX_VALUE;

  static final long WIDE_PADDING = Long.MAX_VALUE;

  private Keys() {}

  static int of(float value) {
    int bits = Float.floatToRawIntBits(value + 0.0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  static long of(double value) {
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /// How many of the sorted cuts from `first` on are at most the key.
  ///
  /// @param size of the table, a power of two; its last entry is padding
  static int rank(int[] cuts, int first, int size, int key) {
    int below = first - 1;
    for (int half = size >> 1; half > 0; half >>= 1) {
      below += half & reaches(key, cuts[below + half]);
    }
    return below - first + 1;
  }

  /// All bits where a key is at least a cut, else none: without a jump, which would be foreseen
  /// wrongly half of the time.
  static int reaches(int key, int cut) {
    return (int) (((long) cut - key - 1) >> 63);
  }

  static int rank(long[] cuts, int first, int size, long key) {
    int below = first - 1;
    for (int half = size >> 1; half > 0; half >>= 1) {
      below += cuts[below + half] <= key ? half : 0;
    }
    return below - first + 1;
  }
}
