package roundhouse.workers.plugins.features;

import org.jspecify.annotations.Nullable;
import roundhouse.activities.data.spark.SparkOptions;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.runtime.WorkerVersion;

/// The operator's configuration of the features capability.
///
/// @param store where plans and sources are, and datasets go; stays the caller's to close
/// @param concurrentActivities how many partitions one worker writes at a time
/// @param spark for backfills on Spark, or null for a worker that refuses them
/// @param version for worker versioning, or null for a worker without
public record FeaturesOptions(
    ObjectStore store,
    int concurrentActivities,
    @Nullable SparkOptions spark,
    @Nullable WorkerVersion version) {
  /// Two at a time, without Spark and worker versioning.
  public static FeaturesOptions on(ObjectStore store) {
    return new FeaturesOptions(store, 2, null, null);
  }

  /// With backfills on Spark.
  public FeaturesOptions with(SparkOptions options) {
    return new FeaturesOptions(store, concurrentActivities, options, version);
  }
}
