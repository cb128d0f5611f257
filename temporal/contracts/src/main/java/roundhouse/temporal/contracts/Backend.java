package roundhouse.temporal.contracts;

/// Where a backfill's rows are computed. The rows are the same bits from each of them.
public enum Backend {
  /// In the worker's own process.
  BATCH,
  /// On a Spark cluster, for what outgrows a machine.
  SPARK
}
