package roundhouse.temporal.contracts;

import java.util.List;

/// What a backfill will do: where the dataset goes and the partitions to write, in row order.
///
/// @param datasetId derived from plan, source digests and range, so equal requests share one
///   dataset
/// @param location key of the dataset's directory in the object store
public record BackfillPlan(
    String datasetId,
    String location,
    String featureSet,
    String planHash,
    String source,
    List<BackfillPartition> partitions) {
  public BackfillPlan {
    partitions = List.copyOf(partitions);
  }
}
