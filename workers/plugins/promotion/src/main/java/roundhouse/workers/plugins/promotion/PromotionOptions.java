package roundhouse.workers.plugins.promotion;

import org.jspecify.annotations.Nullable;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.runtime.WorkerVersion;

/// The operator's configuration of the promotion capability.
///
/// @param store where the registry is, and decisions go; stays the caller's to close
/// @param concurrentActivities how many reads and writes of the registry run at a time
/// @param version for worker versioning, or null for a worker without
public record PromotionOptions(
    ObjectStore store, int concurrentActivities, @Nullable WorkerVersion version) {
  /// Eight at a time, without worker versioning.
  public static PromotionOptions on(ObjectStore store) {
    return new PromotionOptions(store, 8, null);
  }
}
