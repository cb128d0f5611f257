package roundhouse.featureengine.kernel.fold;

/// Writes answers as [roundhouse.featureengine.kernel.OutputLayout] has them; bits start cleared.
public final class Outputs {
  private Outputs() {}

  public static void putNull(long[] outputs, int at, int output, int valueAt) {
    outputs[at + (output >> 6)] |= 1L << output;
    outputs[at + valueAt] = 0;
  }

  public static void put(long word, long[] outputs, int at, int valueAt) {
    outputs[at + valueAt] = word;
  }

  public static void putDouble(double value, long[] outputs, int at, int valueAt) {
    outputs[at + valueAt] = Double.doubleToLongBits(value);
  }
}
