package roundhouse.scoring.evaluation;

/// One model's probabilities of a positive label, one for each of some [FrozenRows], in their
/// order. Immutable.
public final class Scores {
  private final double[] probabilities;

  private Scores(double[] probabilities) {
    this.probabilities = probabilities;
  }

  /// Throws where a value is not in [0, 1] or not a number.
  public static Scores of(double[] probabilities) {
    for (int row = 0; row < probabilities.length; row++) {
      if (!(probabilities[row] >= 0 && probabilities[row] <= 1)) {
        throw new IllegalArgumentException(
            "Score '%s' of row %d: expected a probability from 0 to 1; check the model's objective"
                .formatted(probabilities[row], row));
      }
    }
    return new Scores(probabilities.clone());
  }

  public int size() {
    return probabilities.length;
  }

  public double probability(int row) {
    return probabilities[row];
  }
}
