package roundhouse.scoring.decision;

/// In which precision a model's library gives its margins and outputs.
public enum Precision {
  FLOAT32,
  FLOAT64;

  /// The shortest decimal that reads back as the same number of this precision: how scores are
  /// written everywhere, so that the server's and a batch's answers compare as text. A JSON number
  /// where the value is finite.
  public String decimal(double number) {
    return switch (this) {
      case FLOAT32 -> Float.toString((float) number);
      case FLOAT64 -> Double.toString(number);
    };
  }
}
