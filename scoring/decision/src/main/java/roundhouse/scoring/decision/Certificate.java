package roundhouse.scoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;

/// Proof that the evaluator here gives the trainer's own margins on the golden rows.
///
/// @param library name and version of the library that gave the margins, `xgboost-cpu 3.2.0`
/// @param rows number of golden rows that were scored
public record Certificate(Kind kind, String library, int rows) {
  private static final int SHOWN_DIFFERENCES = 5;

  /// How close the evaluator is to the library.
  public enum Kind {
    /// Every margin is equal bit for bit.
    @JsonProperty("exact")
    EXACT
  }

  /// Scores the golden rows; throws [UncertifiedModelException] naming the first rows that differ.
  public static Certificate issue(TreeEnsemble model, GoldenRows golden, String library) {
    requireEqualMargins(model, golden);
    return new Certificate(Kind.EXACT, library, golden.rows());
  }

  static void requireEqualMargins(TreeEnsemble model, GoldenRows golden) {
    List<String> shown = new ArrayList<>();
    int differing = 0;
    double[] margins = new double[1];
    for (int i = 0; i < golden.rows(); i++) {
      model.margins(golden.row(i), 0, margins);
      float margin = (float) margins[0];
      // As bits: −0 is not 0 here.
      if (Float.floatToRawIntBits(margin) != Float.floatToRawIntBits(golden.margin(i))) {
        differing++;
        if (shown.size() < SHOWN_DIFFERENCES) {
          shown.add("row %d: %s instead of %s".formatted(i, margin, golden.margin(i)));
        }
      }
    }
    if (differing > 0) {
      throw new UncertifiedModelException(
          "golden rows: %d of %d margins differ from the trainer's (%s); expected the same bits; train again or report the model file"
              .formatted(differing, golden.rows(), String.join(", ", shown)));
    }
  }
}
