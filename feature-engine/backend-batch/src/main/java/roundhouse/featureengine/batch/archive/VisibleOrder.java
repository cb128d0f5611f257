package roundhouse.featureengine.batch.archive;

import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;

/// Follows the rows of a recorded stream from source partition to source partition, and refuses
/// those that are not in the order of their partition. Mutable, for one thread.
public final class VisibleOrder {
  private static final long IMPORTED = -1;

  private final String stream;
  private boolean isBegun;
  private long partition;
  private long visibleThrough;

  public VisibleOrder(String stream) {
    this.stream = stream;
  }

  /// Notes a row, and says whether it is the first of its source partition. Throws
  /// [UnsupportedTableException] where it became visible before the row before it, or before it
  /// became known.
  ///
  /// @param partitionColumn where the row has its partition
  public boolean isNextPartition(Row event, int partitionColumn, long visibleAt, long knownAt) {
    long now = event.isNull(partitionColumn) ? IMPORTED : event.longAt(partitionColumn);
    boolean isNext = !isBegun || now != partition;
    if (visibleAt < knownAt || (!isNext && visibleAt < visibleThrough)) {
      throw new UnsupportedTableException(
          "Stream '%s', partition %d: an event known at %s became visible at %s, after one that did at %s; expected the running maximum of knownAt; restore the archive"
              .formatted(
                  stream,
                  now,
                  Micros.instant(knownAt),
                  Micros.instant(visibleAt),
                  isNext ? "no time" : Micros.instant(visibleThrough)));
    }
    isBegun = true;
    partition = now;
    visibleThrough = visibleAt;
    return isNext;
  }
}
