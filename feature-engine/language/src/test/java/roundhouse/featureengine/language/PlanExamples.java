package roundhouse.featureengine.language;

import roundhouse.featureengine.language.plan.Plan;

/// Plans for tests in other packages.
public final class PlanExamples {
  private PlanExamples() {}

  /// One of all, the same for the same seed.
  public static Plan drawn(long seed) {
    return seed % 2 == 0 ? Payments.FRAUD.plan() : Payments.ODDITIES.plan();
  }

  public static Plan fraud() {
    return Payments.FRAUD.plan();
  }
}
