package roundhouse.temporal.contracts;

import io.temporal.activity.ActivityInterface;

/// The steps of [TrainModel], each idempotent by the training's id.
@ActivityInterface(namePrefix = "Training")
public interface TrainingActivities {
  /// Checks the request, cuts the hold-out, fits the input schema on the training rows and encodes
  /// them. Fails with [FailureTypes#INVALID_REQUEST] listing every problem.
  TrainingInputs prepare(String trainingId, TrainingRequest request);

  /// Runs the trainer and accepts one result; heartbeats a [Progress]. Fails with
  /// [FailureTypes#USER_CODE_FAILED] where the user's code is at fault. Cancellation ends the
  /// trainer.
  TrainingResult run(TrainingInputs inputs, TrainingRequest request);

  /// Certifies the model against the trainer's margins on the golden rows and registers it, once.
  TrainedModel register(TrainingInputs inputs, TrainingResult result, TrainingRequest request);
}
