package roundhouse.activities.training;

import roundhouse.temporal.contracts.Progress;

/// Tells whoever watches a training how far it is. Returns at once and never fails the training.
@FunctionalInterface
interface ProgressSink {
  void report(Progress progress);
}
