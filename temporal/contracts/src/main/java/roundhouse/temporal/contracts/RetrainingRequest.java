package roundhouse.temporal.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A retraining wanted: everything but what the tag's contract says.
///
/// @param tag the tag to win; its contract gives label, hold-out, metric and policy
/// @param name the model family
/// @param features columns to train on; empty means all of the feature set's
/// @param cutOff null means the scheduled start time, or without a schedule the start of the
///   workflow
/// @param workflow as in [TrainingRequest]
public record RetrainingRequest(
    String tag,
    String name,
    String owner,
    String featureSet,
    String source,
    List<String> features,
    @Nullable Instant cutOff,
    String workflow,
    Map<String, Object> customParams,
    String resourceClass,
    BootstrapOptions bootstrap) {
  public RetrainingRequest {
    features = List.copyOf(features);
    customParams = Map.copyOf(customParams);
  }
}
