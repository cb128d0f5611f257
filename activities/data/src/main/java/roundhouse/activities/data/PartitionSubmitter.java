package roundhouse.activities.data;

import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.WrittenPartition;

/// Has partitions computed by something else than this process, such as a Spark cluster.
@FunctionalInterface
public interface PartitionSubmitter {
  /// Submits the job that writes the partition, unless it is there already, and watches it to its
  /// end. The rows are those that [Backfill#write] would write, bit for bit.
  ///
  /// Idempotent: called again, at once or after a crash of either side, it joins the running job or
  /// returns what was written. Name the job by dataset and partition. Where `listener` throws, the
  /// activity is over: leave the job and throw the same.
  WrittenPartition write(Backfill backfill, PartitionRange partition, PartitionListener listener);
}
