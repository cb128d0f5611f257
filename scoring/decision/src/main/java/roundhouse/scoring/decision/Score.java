package roundhouse.scoring.decision;

/// A model's answer for one row.
///
/// @param margin the raw sum of the trees, bit for bit the trainer's
/// @param probability of the label, to 1 ulp of the trainer's
public record Score(float margin, float probability) {
  /// The shortest decimal that reads back as the same float32: how margins and probabilities are
  /// written everywhere, so that the server's and a batch's answers compare as text. A JSON number
  /// where the value is finite.
  public static String decimal(float value) {
    return Float.toString(value);
  }
}
