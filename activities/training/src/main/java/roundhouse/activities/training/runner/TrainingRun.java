package roundhouse.activities.training.runner;

import java.util.Map;
import roundhouse.storage.ObjectKey;

/// One attempt at a training.
///
/// @param attempt 1 for the first
/// @param inputs key of the directory with the encoded rows, the schema and the golden rows
/// @param label column of the encoded rows
/// @param workflow `python:<name>` or `jvm:xgboost`
public record TrainingRun(
    String trainingId,
    int attempt,
    ObjectKey inputs,
    String schemaSha256,
    String label,
    String workflow,
    Map<String, Object> customParams,
    String resourceClass) {
  public TrainingRun {
    customParams = Map.copyOf(customParams);
  }

  /// Key of the directory that this attempt writes to.
  public ObjectKey output() {
    return ObjectKey.of("trainings/" + trainingId + "/" + attempt);
  }
}
