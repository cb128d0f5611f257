package roundhouse.temporal.contracts;

import java.time.Instant;

/// A registered model and the ranges it was trained and is to be judged on.
///
/// @param modelId derived from the training's id
/// @param certificate `exact`, or what else the registry recorded
public record TrainedModel(
    String modelId,
    String trainingId,
    String datasetId,
    String datasetDigest,
    String trainer,
    Instant cutOff,
    Instant trainFrom,
    Instant trainTo,
    Instant holdoutFrom,
    Instant holdoutTo,
    String certificate) {}
