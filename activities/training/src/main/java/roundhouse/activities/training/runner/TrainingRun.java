package roundhouse.activities.training.runner;

import java.util.Map;
import roundhouse.storage.ObjectKey;

/// One attempt at a training.
///
/// @param attempt 1 for the first
/// @param inputs what the platform prepared for it
/// @param workflow `python:<name>` or `jvm:xgboost`
public record TrainingRun(
    String trainingId,
    int attempt,
    PreparedInputs inputs,
    String workflow,
    Map<String, Object> params,
    String resourceClass) {
  private static final long STANDARD_SEED = 42;

  public TrainingRun {
    params = Map.copyOf(params);
  }

  /// Digest of everything that the result is made from: attempts with the same one may stand in for
  /// each other.
  public String specification() {
    return inputs.requestSha256();
  }

  /// For everything random: the custom parameter `seed` where it is a whole number, else the same
  /// for all.
  public long seed() {
    return params.get("seed") instanceof Number seed && seed.longValue() == seed.doubleValue()
        ? seed.longValue()
        : STANDARD_SEED;
  }

  /// Key of the directory that an attempt writes to.
  public static ObjectKey output(String trainingId, int attempt) {
    return ObjectKey.of("trainings/" + trainingId + "/" + attempt);
  }

  public ObjectKey output() {
    return output(trainingId, attempt);
  }
}
