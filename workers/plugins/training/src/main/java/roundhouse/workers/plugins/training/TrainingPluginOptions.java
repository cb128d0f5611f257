package roundhouse.workers.plugins.training;

import org.jspecify.annotations.Nullable;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.runtime.WorkerVersion;

/// The operator's configuration of the training capability.
///
/// @param store where datasets are, and models go; stays the caller's to close
/// @param training how trainers run on this machine
/// @param concurrentActivities how many trainings one worker runs at a time
/// @param version for worker versioning, or null for a worker without
public record TrainingPluginOptions(
    ObjectStore store,
    TrainingOptions training,
    int concurrentActivities,
    @Nullable WorkerVersion version) {
  /// Two at a time, without worker versioning.
  public static TrainingPluginOptions on(ObjectStore store, TrainingOptions training) {
    return new TrainingPluginOptions(store, training, 2, null);
  }
}
