package roundhouse.featureengine.batch;

/// Told now and then how far a partition is. What it throws ends the partition, with nothing left
/// behind.
@FunctionalInterface
public interface PartitionListener {
  /// For those who do not care.
  PartitionListener NONE = (fraction, rows) -> {};

  /// More rows are computed.
  ///
  /// @param fraction share of the partition's time that is done, 0 to 1
  /// @param rows number of rows computed
  void advanced(double fraction, long rows);
}
