package roundhouse.workers.plugins.retraining;

import org.jspecify.annotations.Nullable;
import roundhouse.temporal.runtime.WorkerVersion;

/// The operator's configuration of the retraining capability.
///
/// @param version for worker versioning, or null for a worker without
public record RetrainingOptions(@Nullable WorkerVersion version) {
  /// Without worker versioning.
  public static RetrainingOptions standard() {
    return new RetrainingOptions(null);
  }
}
