package roundhouse.featureengine.language;

import roundhouse.featureengine.language.plan.Plan;

/// Plans for tests in other packages.
public final class PlanExamples {
  private PlanExamples() {}

  public static Plan fraud() {
    return Payments.FRAUD.plan();
  }
}
