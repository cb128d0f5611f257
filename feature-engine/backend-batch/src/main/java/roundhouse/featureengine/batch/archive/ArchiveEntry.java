package roundhouse.featureengine.batch.archive;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.StoredPart;
import roundhouse.storage.ObjectKey;

/// One step of a partition's archive: everything that the topic partition holds from one offset to
/// another. Entry 0 says where the archive begins and holds nothing.
///
/// @param format of this record; 1
/// @param number of the entry in its partition, from 0, without gaps
/// @param previous sha256 of the entry before it; null for entry 0
/// @param firstOffset the first offset that it is about; the previous entry's `nextOffset`
/// @param nextOffset the first offset that it is not about. Offsets between them that hold no
///   record (transaction markers, what a compaction or an aborted transaction took away) are in no
///   file
/// @param firstTimestamp least broker timestamp of the records, null where there is none
/// @param lastTimestamp greatest broker timestamp of the records, null where there is none
/// @param firstKnownAt least knownAt of the events, as the events say it, null where there is none
/// @param knownThrough greatest knownAt of all events of the partition up to the end of this entry,
///   which is the running maximum that visibility is judged by; null as long as there is none
/// @param events file of the events in the order of their offsets, null where there is none
/// @param refused file of the records that are no events, null where there is none
public record ArchiveEntry(
    int format,
    String topic,
    int partition,
    long number,
    @Nullable String previous,
    long firstOffset,
    long nextOffset,
    @Nullable Instant firstTimestamp,
    @Nullable Instant lastTimestamp,
    @Nullable Instant firstKnownAt,
    @Nullable Instant knownThrough,
    @Nullable ArchiveFile events,
    @Nullable ArchiveFile refused) {
  /// The format that this code writes and reads.
  public static final int FORMAT = 1;

  public ArchiveEntry {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "Archive entry format '%d': expected %d; read it with the version that wrote it"
              .formatted(format, FORMAT));
    }
    if (firstOffset < 0 || nextOffset < firstOffset || (number == 0) != (previous == null)) {
      throw new IllegalArgumentException(
          "Archive entry %d of %s-%d: offsets %d to %d after '%s'; expected offsets that do not decrease and a predecessor for all but entry 0"
              .formatted(number, topic, partition, firstOffset, nextOffset, previous));
    }
    long records =
        (events == null ? 0 : events.records()) + (refused == null ? 0 : refused.records());
    if (records > nextOffset - firstOffset) {
      throw new IllegalArgumentException(
          "Archive entry %d of %s-%d: %d records; expected at most one for each offset from %d to %d"
              .formatted(number, topic, partition, records, firstOffset, nextOffset));
    }
  }

  /// The beginning of an archive.
  static ArchiveEntry start(String topic, int partition, long offset) {
    return new ArchiveEntry(
        FORMAT, topic, partition, 0, null, offset, offset, null, null, null, null, null, null);
  }

  /// The files of this entry, of events and of refused records.
  public Stream<ArchiveFile> files() {
    return Stream.of(Optional.ofNullable(events), Optional.ofNullable(refused))
        .flatMap(Optional::stream);
  }

  /// A Parquet file of an entry.
  ///
  /// @param file object key
  /// @param sha256 of the file's bytes
  /// @param records how many rows it has
  public record ArchiveFile(String file, long bytes, String sha256, long records) {
    public StoredPart part() {
      return new StoredPart(ObjectKey.of(file), bytes, sha256);
    }
  }
}
