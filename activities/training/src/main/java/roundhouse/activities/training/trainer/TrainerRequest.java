package roundhouse.activities.training.trainer;

import java.util.List;
import java.util.Map;
import roundhouse.activities.training.runner.EncodedFeature;

/// What a trainer is asked to do: `request.json` in its run folder.
///
/// @param specification digest of everything that determines the result: a run of another attempt
///   with the same one may be adopted
/// @param codeRevision of the workflow's code when the run was started
/// @param workflow name of the workflow within its trainer
/// @param workflowsDir folder of the users' workflows
/// @param features columns of the encoded rows, in order
/// @param seed for everything random
/// @param threads to train with; part of what determines a model's bits
/// @param graceMillis how long the training may go on once it was asked to stop
public record TrainerRequest(
    String trainingId,
    int attempt,
    String specification,
    String codeRevision,
    String workflow,
    String workflowsDir,
    String label,
    List<EncodedFeature> features,
    Map<String, Object> params,
    long seed,
    int threads,
    long graceMillis) {
  public TrainerRequest {
    features = List.copyOf(features);
    params = Map.copyOf(params);
  }
}
