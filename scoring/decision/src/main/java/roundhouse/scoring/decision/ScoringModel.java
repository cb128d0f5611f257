package roundhouse.scoring.decision;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model ready to score: its artefact, verified, with the golden rows scored again. Immutable and
/// safe for any number of threads.
@SuppressWarnings("DoNotCallSuggester")
public final class ScoringModel {
  private ScoringModel() {}

  /// Throws [UncertifiedModelException] where a golden row's margin differs.
  public static ScoringModel load(ModelArtefact artefact) {
    throw new UnsupportedOperationException("in the next commit");
  }

  public String modelId() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public ModelCard card() {
    throw new UnsupportedOperationException("in the next commit");
  }

  public InputSchema schema() {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Throws [InvalidInputException] listing every unknown, missing and mistyped name.
  public Score score(Map<String, ? extends @Nullable Object> values) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// Scores a row that [#schema()] encoded.
  public Score score(float[] row) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// The raw sum for an encoded row; allocates nothing.
  public float margin(float[] row) {
    throw new UnsupportedOperationException("in the next commit");
  }

  /// The probability for a margin; allocates nothing.
  public float probability(float margin) {
    throw new UnsupportedOperationException("in the next commit");
  }
}
