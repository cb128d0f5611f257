package roundhouse.featureengine.service.archive;

import java.time.Duration;

/// When an archiver ends a segment, besides at the end of an hour.
///
/// @param records at most so many in one segment
/// @param age at most so long after its first record was read: the delay until an event can be read
///   from the archive
public record ArchiverLimits(int records, Duration age) {
  public ArchiverLimits {
    if (records < 1 || age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException(
          "Archiver: segments of %d records and %s; expected at least one record and a positive age"
              .formatted(records, age));
    }
  }

  /// Half a million records, a minute.
  public static ArchiverLimits standard() {
    return new ArchiverLimits(500_000, Duration.ofMinutes(1));
  }
}
