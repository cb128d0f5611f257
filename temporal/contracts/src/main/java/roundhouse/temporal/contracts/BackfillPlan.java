package roundhouse.temporal.contracts;

import java.util.List;
import java.util.Objects;

/// What a backfill will do: where the dataset goes and the partitions to write, in row order.
///
/// @param datasetId derived from plan, source digests, range and unit of partitions, so equal
///   requests share one dataset
/// @param location key of the dataset's directory in the object store
/// @param alongside datasets of other feature sets, made in the same pass
public record BackfillPlan(
    String datasetId,
    String location,
    String featureSet,
    String planHash,
    String source,
    List<BackfillPartition> partitions,
    List<PlannedDataset> alongside,
    PartitionUnit unit,
    Backend backend,
    Visibility visibility) {
  public BackfillPlan {
    partitions = List.copyOf(partitions);
    // Plans in histories of earlier releases do not say these.
    alongside = List.copyOf(Objects.requireNonNullElse(alongside, List.of()));
    unit = Objects.requireNonNullElse(unit, PartitionUnit.MONTH);
    backend = Objects.requireNonNullElse(backend, Backend.BATCH);
    visibility = Objects.requireNonNullElse(visibility, Visibility.AS_KNOWN);
  }

  /// A plan of one dataset of what was known, by months, in the worker's own process.
  public BackfillPlan(
      String datasetId,
      String location,
      String featureSet,
      String planHash,
      String source,
      List<BackfillPartition> partitions) {
    this(
        datasetId,
        location,
        featureSet,
        planHash,
        source,
        partitions,
        List.of(),
        PartitionUnit.MONTH,
        Backend.BATCH,
        Visibility.AS_KNOWN);
  }
}
