package roundhouse.temporal.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/// Trains one model and registers it, once: the training's id is the workflow's id.
@WorkflowInterface
public interface TrainModel {
  @WorkflowMethod
  TrainedModel train(TrainingRequest request);

  @QueryMethod
  Progress progress();
}
