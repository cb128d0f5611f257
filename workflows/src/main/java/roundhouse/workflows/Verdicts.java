package roundhouse.workflows;

import io.temporal.workflow.Workflow;
import roundhouse.temporal.contracts.SearchAttributes;
import roundhouse.temporal.contracts.Verdict;

/// How a workflow tells its verdict.
final class Verdicts {
  private Verdicts() {}

  /// Lists can be filtered by it from now on.
  static void show(Verdict verdict) {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.VERDICT.valueSet(verdict.outcome().name()));
  }

  static String describe(Verdict verdict) {
    return verdict.reasons().isEmpty()
        ? verdict.outcome().name()
        : verdict.outcome() + ": " + verdict.reasons().getFirst();
  }
}
