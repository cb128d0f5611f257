package roundhouse.workers.plugins.features;

import org.jspecify.annotations.Nullable;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.runtime.WorkerVersion;

/// The operator's configuration of the features capability.
///
/// @param store where plans and sources are, and datasets go; stays the caller's to close
/// @param concurrentActivities how many partitions one worker writes at a time
/// @param version for worker versioning, or null for a worker without
public record FeaturesOptions(
    ObjectStore store, int concurrentActivities, @Nullable WorkerVersion version) {
  /// Two at a time, without worker versioning.
  public static FeaturesOptions on(ObjectStore store) {
    return new FeaturesOptions(store, 2, null);
  }
}
