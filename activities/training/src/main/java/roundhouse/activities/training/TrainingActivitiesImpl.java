package roundhouse.activities.training;

import roundhouse.activities.training.local.LocalRunner;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.runner.TrainingRunner;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingActivities;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;

/// The activities of a training, each idempotent by the training's id. Safe for use by many
/// threads.
public final class TrainingActivitiesImpl implements TrainingActivities {
  private final ObjectStore store;
  private final TrainingRunner runner;

  public TrainingActivitiesImpl(ObjectStore store, TrainingRunner runner) {
    this.store = store;
    this.runner = runner;
  }

  /// Trainings that run as processes of this machine.
  public static TrainingActivitiesImpl onThisMachine(ObjectStore store, TrainingOptions options) {
    return new TrainingActivitiesImpl(store, LocalRunner.using(store, options));
  }

  @Override
  public TrainingInputs prepare(String trainingId, TrainingRequest request) {
    throw new UnsupportedOperationException(store.location());
  }

  @Override
  public TrainingResult run(TrainingInputs inputs, TrainingRequest request) {
    throw new UnsupportedOperationException(runner.toString());
  }

  @Override
  public TrainedModel register(
      TrainingInputs inputs, TrainingResult result, TrainingRequest request) {
    throw new UnsupportedOperationException(store.location());
  }
}
