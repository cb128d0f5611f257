package roundhouse.temporal.contracts;

/// An immutable dataset, by its manifest.
///
/// @param datasetId the dataset's name in requests
/// @param location key of the dataset's directory in the object store
/// @param digest over schema and canonical values of all rows, lower-case hex
public record DatasetReference(
    String datasetId,
    String location,
    String digest,
    String featureSet,
    String planHash,
    long rows,
    long labelled,
    long positive) {}
