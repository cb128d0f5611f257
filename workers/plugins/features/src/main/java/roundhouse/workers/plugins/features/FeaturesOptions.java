package roundhouse.workers.plugins.features;

import org.jspecify.annotations.Nullable;
import roundhouse.activities.data.spark.SparkOptions;
import roundhouse.featureengine.batch.ServedAnswers;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.runtime.WorkerVersion;

/// The operator's configuration of the features capability.
///
/// @param store where plans and sources are, and datasets go; stays the caller's to close
/// @param concurrentActivities how many partitions or states one worker writes at a time
/// @param spark for backfills on Spark, or null for a worker that refuses them
/// @param answers reads what was served, or null for a worker that refuses datasets of it
/// @param version for worker versioning, or null for a worker without
public record FeaturesOptions(
    ObjectStore store,
    int concurrentActivities,
    @Nullable SparkOptions spark,
    @Nullable ServedAnswers answers,
    @Nullable WorkerVersion version) {
  /// Two at a time, without Spark, answers and worker versioning.
  public static FeaturesOptions on(ObjectStore store) {
    return new FeaturesOptions(store, 2, null, null, null);
  }

  /// With backfills on Spark.
  public FeaturesOptions with(SparkOptions options) {
    return new FeaturesOptions(store, concurrentActivities, options, answers, version);
  }

  /// With datasets of what was served.
  public FeaturesOptions with(ServedAnswers reader) {
    return new FeaturesOptions(store, concurrentActivities, spark, reader, version);
  }
}
