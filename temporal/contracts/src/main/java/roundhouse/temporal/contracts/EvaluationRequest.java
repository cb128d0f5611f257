package roundhouse.temporal.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An evaluation wanted: a model on the labelled asks in [from, to) whose labels matured by
/// `cutOff`.
///
/// @param championId the model to compare with, or null for none: then the contract's floor decides
/// @param contract what the model is judged by
/// @param cutOff labels not matured by then are left out; null means that of the dataset
public record EvaluationRequest(
    String modelId,
    @Nullable String championId,
    String datasetId,
    Instant from,
    Instant to,
    @Nullable Instant cutOff,
    TagContract contract,
    BootstrapOptions bootstrap) {}
