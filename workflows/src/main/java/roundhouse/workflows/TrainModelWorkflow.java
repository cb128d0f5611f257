package roundhouse.workflows;

import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.SearchAttributes;
import roundhouse.temporal.contracts.TrainModel;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingActivities;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;

/// Prepares the rows, runs the trainer, registers the model.
public final class TrainModelWorkflow implements TrainModel {
  private static final String TRAINING = "training";

  private final TrainingActivities prepares =
      Workflow.newActivityStub(
          TrainingActivities.class,
          ActivityPresets.described(ActivityPresets.LONG, "cut, encode, fit the schema"));
  private final TrainingActivities trains =
      Workflow.newActivityStub(
          TrainingActivities.class,
          ActivityPresets.described(ActivityPresets.TRAINING, "run the trainer"));
  private final TrainingActivities registers =
      Workflow.newActivityStub(
          TrainingActivities.class,
          ActivityPresets.described(ActivityPresets.LONG, "certify and register"));
  private final Stages stages = new Stages();

  @Override
  public TrainedModel train(TrainingRequest request) {
    String trainingId = WorkflowIds.name(Workflow.getInfo().getWorkflowId());
    Workflow.upsertTypedSearchAttributes(SearchAttributes.MODEL_FAMILY.valueSet(request.name()));

    stages.enter("preparing", "%s up to %s".formatted(request.datasetId(), request.cutOff()));
    TrainingInputs inputs = prepares.prepare(trainingId, request);
    stages.enter(TRAINING, "%s on %d rows".formatted(request.workflow(), inputs.trainRows()));
    // Reports interleave with this wait; they touch only what the query shows.
    TrainingResult result = trains.run(inputs, request);
    stages.enter("registering", "attempt %d by %s".formatted(result.attempt(), result.library()));
    TrainedModel model = registers.register(inputs, result, request);
    stages.end("%s, certificate %s".formatted(model.modelId(), model.certificate()));
    return model;
  }

  /// Sends no command, so a history replays with or without reports.
  @Override
  public void reportProgress(@Nullable Progress progress) {
    if (progress == null || !stages.current().stage().equals(TRAINING)) {
      return;
    }
    if (progress.fraction() >= 0 && progress.fraction() <= 1) {
      stages.advance(progress.fraction(), progress.detail());
    }
  }

  @Override
  public Progress progress() {
    return stages.current();
  }
}
