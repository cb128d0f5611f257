package roundhouse.workers.plugins.evaluation;

import org.jspecify.annotations.Nullable;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.runtime.WorkerVersion;

/// The operator's configuration of the evaluation capability.
///
/// @param store where datasets and models are, and reports go; stays the caller's to close
/// @param concurrentActivities how many evaluations one worker runs at a time
/// @param version for worker versioning, or null for a worker without
public record EvaluationOptions(
    ObjectStore store, int concurrentActivities, @Nullable WorkerVersion version) {
  /// Two at a time, without worker versioning.
  public static EvaluationOptions on(ObjectStore store) {
    return new EvaluationOptions(store, 2, null);
  }
}
