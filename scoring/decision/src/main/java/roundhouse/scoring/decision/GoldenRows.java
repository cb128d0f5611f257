package roundhouse.scoring.decision;

/// Encoded rows with the margins that the trainer's library gave for them, reloaded from the saved
/// file. They travel with the model and are scored again wherever it is loaded.
@SuppressWarnings("DoNotCallSuggester")
public final class GoldenRows {
  private final int features;
  private final float[] matrix;
  private final float[] margins;

  /// @param matrix row-major, one float32 for each feature, NaN for missing
  /// @param margins one for each row
  public GoldenRows(int features, float[] matrix, float[] margins) {
    this.features = features;
    this.matrix = matrix.clone();
    this.margins = margins.clone();
  }

  /// Reads [#toJson()]; throws [InvalidInputException] listing every problem.
  public static GoldenRows parse(byte[] json) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Rows and margins as the shortest decimals of their float32, null for NaN.
  public byte[] toJson() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public int rows() {
    return margins.length;
  }

  public int features() {
    return features;
  }

  public float[] row(int index) {
    return java.util.Arrays.copyOfRange(matrix, index * features, (index + 1) * features);
  }

  public float margin(int index) {
    return margins[index];
  }
}
