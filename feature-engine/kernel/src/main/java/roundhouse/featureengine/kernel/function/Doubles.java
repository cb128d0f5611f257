package roundhouse.featureengine.kernel.function;

/// Operations on doubles. A NaN that they give is the one NaN.
public final class Doubles {
  /// 2^63: the first double above all longs.
  private static final double BEYOND_LONGS = 0x1p63;

  private Doubles() {}

  public static double power(double base, double exponent) {
    return one(StrictMath.pow(base, exponent));
  }

  public static double squareRoot(double value) {
    return one(StrictMath.sqrt(value));
  }

  public static double exponential(double value) {
    return one(StrictMath.exp(value));
  }

  public static double logarithm(double value) {
    return one(StrictMath.log(value));
  }

  /// Whether what stands before the point is a long.
  public static boolean hasLong(double value) {
    return value >= -BEYOND_LONGS && value < BEYOND_LONGS;
  }

  /// Whether the difference of two longs is one.
  public static boolean hasDifference(long left, long right) {
    return ((left ^ right) & (left ^ (left - right))) >= 0;
  }

  /// How many boundaries are at or below the value; NaN is above all.
  ///
  /// @param boundaries rising
  public static int bucket(double value, double[] boundaries) {
    int low = 0;
    int high = boundaries.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value < boundaries[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static double one(double value) {
    return Double.isNaN(value) ? Double.NaN : value;
  }
}
