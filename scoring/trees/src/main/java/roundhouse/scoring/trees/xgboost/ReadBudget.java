package roundhouse.scoring.trees.xgboost;

import java.util.Set;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;

/// What one reading of a file may still spend, so that a small file cannot ask for much memory or a
/// deep stack.
final class ReadBudget {
  /// Fields that no score depends on; their values are checked for form and dropped.
  private static final Set<String> UNUSED =
      Set.of("base_weights", "cats", "loss_changes", "parents");

  private int values;
  private int depth;

  static boolean isUnused(String field) {
    return UNUSED.contains(field);
  }

  void spendValue() {
    if (++values > Limits.VALUES) {
      throw new MalformedModelException(
          "file: holds more than %d values; expected at most that".formatted(Limits.VALUES));
    }
  }

  void enter() {
    if (++depth > Limits.NESTING) {
      throw new MalformedModelException(
          "file: nested deeper than %d; expected at most that".formatted(Limits.NESTING));
    }
  }

  void leave() {
    depth--;
  }
}
