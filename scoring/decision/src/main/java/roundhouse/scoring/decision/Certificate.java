package roundhouse.scoring.decision;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;

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
  public static Certificate issue(TreeImage model, GoldenRows golden, String library) {
    requireEqualMargins(model, golden);
    return new Certificate(Kind.EXACT, library, golden.rows());
  }

  static void requireEqualMargins(TreeImage model, GoldenRows golden) {
    List<String> shown = new ArrayList<>();
    int differing = 0;
    Evaluator evaluator = model.evaluator();
    double[] margins = new double[model.margins()];
    for (int i = 0; i < golden.rows(); i++) {
      evaluator.margins(golden.row(i), 0, margins);
      double[] expected = golden.margins(i);
      // Arrays compares bits: −0 is not 0 here.
      if (!Arrays.equals(margins, expected)) {
        differing++;
        if (shown.size() < SHOWN_DIFFERENCES) {
          shown.add("row %d: %s instead of %s".formatted(i, text(margins), text(expected)));
        }
      }
    }
    if (differing > 0) {
      throw new UncertifiedModelException(
          "golden rows: %d of %d rows' margins differ from the trainer's (%s); expected the same bits; train again or report the model file"
              .formatted(differing, golden.rows(), String.join(", ", shown)));
    }
  }

  private static String text(double[] margins) {
    return margins.length == 1 ? Double.toString(margins[0]) : Arrays.toString(margins);
  }
}
