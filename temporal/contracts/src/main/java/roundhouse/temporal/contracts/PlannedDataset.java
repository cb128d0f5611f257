package roundhouse.temporal.contracts;

/// A dataset that a backfill will make.
///
/// @param datasetId derived from plan, source digests, range and unit of partitions, so equal
///   requests share one dataset
/// @param location key of the dataset's directory in the object store
public record PlannedDataset(
    String datasetId, String location, String featureSet, String planHash) {}
