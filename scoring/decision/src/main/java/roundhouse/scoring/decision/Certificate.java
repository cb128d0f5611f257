package roundhouse.scoring.decision;

import roundhouse.scoring.trees.TreeEnsemble;

/// Proof that the evaluator here gives the trainer's own margins on the golden rows.
///
/// @param library name and version of the library that gave the margins, `xgboost-cpu 3.2.0`
@SuppressWarnings("DoNotCallSuggester")
public record Certificate(Kind kind, String library, int rows) {
  /// How close the evaluator is to the library.
  public enum Kind {
    /// Every margin is equal bit for bit.
    EXACT
  }

  /// Scores the golden rows; throws [UncertifiedModelException] naming the first rows that differ.
  public static Certificate issue(TreeEnsemble model, GoldenRows golden, String library) {
    throw new UnsupportedOperationException("in the next commit");
  }
}
