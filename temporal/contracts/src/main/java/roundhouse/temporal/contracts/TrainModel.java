package roundhouse.temporal.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Trains one model and registers it, once: the training's id is the workflow's id.
@WorkflowInterface
public interface TrainModel {
  @WorkflowMethod
  TrainedModel train(TrainingRequest request);

  /// How far the trainer is, told by the activity that runs it, for [#progress()] alone. Advisory:
  /// one that is lost, late or out of range changes nothing. Each one is an event of the history,
  /// so an attempt of the activity sends at most 25.
  @SignalMethod
  void reportProgress(Progress progress);

  @QueryMethod
  Progress progress();
}
