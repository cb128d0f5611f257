package roundhouse.featureengine.batch;

import java.util.List;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Partition;

/// A partition whose file is in the store: the object `datasets/<id>/_partitions/<name>.json`.
///
/// @param labels in the order of the plan's labels
/// @param refused events and asks within the partition that broke their stream's bounds on time
public record WrittenPartition(Partition partition, List<LabelCount> labels, long refused) {
  public WrittenPartition {
    labels = List.copyOf(labels);
  }

  /// How often a label has a value, and how often that is true.
  public record LabelCount(String name, long labelled, long positive) {}
}
