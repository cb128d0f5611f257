package roundhouse.temporal.contracts;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/// The steps of [BackfillFeatures], each idempotent.
@ActivityInterface(namePrefix = "Backfill")
public interface BackfillActivities {
  /// Resolves names and checks the request; fails with [FailureTypes#INVALID_REQUEST] listing every
  /// problem, with [FailureTypes#DATA_LATE] where the source ends before the range does or before
  /// what the request must have complete.
  BackfillPlan plan(BackfillRequest request);

  /// Writes one partition, or returns what an earlier attempt wrote. Heartbeats a [Progress].
  PartitionResult writePartition(BackfillPlan plan, BackfillPartition partition);

  /// Puts the manifest that makes the dataset visible.
  DatasetReference commit(BackfillPlan plan, List<PartitionResult> partitions);
}
