package roundhouse.featureengine.batch;

import roundhouse.featureengine.kernel.Admission;

/// Which events a dataset counts as refused: those that broke their stream's bounds on time. A copy
/// of an event is no breach.
final class Refusals {
  private Refusals() {}

  static boolean isRefused(Admission admission) {
    return switch (admission) {
      case ACCEPTED, DUPLICATE -> false;
      case LATE, BEFORE_ITS_TIME -> true;
    };
  }
}
