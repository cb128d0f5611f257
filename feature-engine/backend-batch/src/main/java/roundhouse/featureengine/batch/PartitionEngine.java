package roundhouse.featureengine.batch;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import roundhouse.featureengine.batch.WrittenPartition.LabelCount;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;

/// Computes the rows of a partition. Engines differ in where and how fast; the rows are the same
/// bits.
@FunctionalInterface
public interface PartitionEngine {
  /// Writes the partition's rows, ordered by (ask's knownAt, ask id), to a Parquet file that does
  /// not exist yet.
  Computed compute(
      Plan plan,
      EventSource source,
      PartitionRange partition,
      PartitionListener listener,
      Path file);

  /// Whether it reads archived streams by source partition, and shows their events when they became
  /// visible. One that does not is given no source that has them.
  default boolean readsRecordedStreams() {
    return false;
  }

  /// What was computed, as far as the rows tell.
  ///
  /// @param rowsDigest over schema and canonical values, as `RowsDigest` gives it
  /// @param firstAsk least ask time, or the partition's start where there are no rows
  /// @param lastAsk greatest ask time, or the partition's start where there are no rows
  /// @param labels in the order of the plan's labels
  /// @param refused events and asks within the partition that broke their stream's bounds on time
  record Computed(
      long rows,
      String rowsDigest,
      Instant firstAsk,
      Instant lastAsk,
      List<LabelCount> labels,
      long refused) {
    public Computed {
      labels = List.copyOf(labels);
    }
  }
}
