package roundhouse.temporal.contracts;

/// How long a partition of a dataset is, in the asks' time, UTC. Part of the dataset's identity: it
/// says how the rows are cut into files, and the digest is over the files' digests.
public enum PartitionUnit {
  /// For very many asks a month, or many workers.
  DAY,
  MONTH,
  /// One partition: for aggregates over everything that ever happened, of which each partition
  /// would read all that came before it.
  WHOLE
}
