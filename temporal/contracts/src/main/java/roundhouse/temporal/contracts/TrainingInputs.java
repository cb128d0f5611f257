package roundhouse.temporal.contracts;

import java.time.Instant;

/// Training data cut and encoded by the platform, ready for a trainer.
///
/// @param location key of the directory with the encoded rows, the input schema and the golden rows
/// @param datasetDigest digest of the dataset that the rows come from
/// @param schemaSha256 digest of the input schema fitted on the training rows
/// @param trainFrom time of the first training ask
/// @param trainTo first instant at which no training ask lies any more
/// @param holdoutFrom start of the hold-out, included
/// @param holdoutTo end of the hold-out, excluded
/// @param trainRows number of rows with a label known before the hold-out
public record TrainingInputs(
    String trainingId,
    String location,
    String datasetDigest,
    String schemaSha256,
    Instant trainFrom,
    Instant trainTo,
    Instant holdoutFrom,
    Instant holdoutTo,
    long trainRows) {}
