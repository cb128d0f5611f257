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
  /// Idempotent: called again, at once or after a crash of either side, it returns what was written
  /// or writes it. Where `listener` throws, the activity is over: the job is ended before the same
  /// is thrown. A job that an earlier attempt left may still write; what is there first counts.
  WrittenPartition write(Backfill backfill, PartitionRange partition, PartitionListener listener);
}
