package roundhouse.temporal.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A training wanted: who, data, features, label, hold-out, workflow and its parameters.
///
/// @param name the model family, `late-arrival`
/// @param owner team or person answerable for the model
/// @param datasetId an existing dataset
/// @param features columns of the dataset to train on, in order; empty means all of its features
/// @param filter condition on the ask's fields in the feature language's text form; empty means all
///   rows
/// @param label column of the dataset
/// @param cutOff nothing learned after it is used
/// @param workflow `python:<name>` for a user's training workflow, `jvm:xgboost` for XGBoost4J
/// @param customParams passed to the user's `train` as they are
/// @param resourceClass `cpu` for now
public record TrainingRequest(
    String name,
    String owner,
    String datasetId,
    List<String> features,
    String filter,
    String label,
    Instant cutOff,
    HoldOut holdOut,
    String workflow,
    Map<String, Object> customParams,
    String resourceClass) {
  public TrainingRequest {
    features = List.copyOf(features);
    customParams = Map.copyOf(customParams);
  }
}
