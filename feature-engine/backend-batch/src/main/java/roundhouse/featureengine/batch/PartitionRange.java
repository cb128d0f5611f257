package roundhouse.featureengine.batch;

import java.time.Instant;

/// One slice of a dataset by ask time, [from, to): one file, computed by itself.
///
/// @param name Hive-style directory name, `ask_month=2013-01`
public record PartitionRange(String name, Instant from, Instant to) {
  public PartitionRange {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "Partition '%s': starts at %s and ends at %s; expected a start before the end"
              .formatted(name, from, to));
    }
  }
}
