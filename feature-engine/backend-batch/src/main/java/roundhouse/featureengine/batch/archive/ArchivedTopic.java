package roundhouse.featureengine.batch.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.PartRows;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.StoredPart;
import roundhouse.featureengine.batch.parquet.VerifiedObjects;
import roundhouse.featureengine.batch.parquet.ViewColumn;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.ObjectStore;

/// A topic as it was archived when this was opened; what is archived later is not seen. Immutable;
/// safe for use by many threads, each with rows of its own.
public final class ArchivedTopic {
  private final ObjectStore store;
  private final VerifiedObjects verified;
  private final String topic;
  private final List<List<ArchiveEntry>> partitions;

  private ArchivedTopic(ObjectStore store, String topic, List<List<ArchiveEntry>> partitions) {
    this.store = store;
    this.topic = topic;
    this.partitions = partitions;
    verified = new VerifiedObjects(store);
  }

  /// Reads the chain of each partition: an archiver begins them all, from partition 0.
  public static ArchivedTopic open(ObjectStore store, String topic) {
    List<List<ArchiveEntry>> partitions = new ArrayList<>();
    List<ArchiveEntry> entries = ArchivedPartition.of(store, topic, 0).entries();
    while (!entries.isEmpty()) {
      partitions.add(entries);
      entries = ArchivedPartition.of(store, topic, partitions.size()).entries();
    }
    return new ArchivedTopic(store, topic, List.copyOf(partitions));
  }

  public String topic() {
    return topic;
  }

  /// How many partitions are archived, numbered from 0; none where nothing is.
  public int partitions() {
    return partitions.size();
  }

  /// A partition's entries, first to last.
  public List<ArchiveEntry> entries(int partition) {
    return partitions.get(partition);
  }

  /// The first offset of a partition that is not archived.
  public long nextOffset(int partition) {
    return partitions.get(partition).getLast().nextOffset();
  }

  /// How many events all partitions hold.
  public long events() {
    return partitions.stream()
        .flatMap(List::stream)
        .map(entry -> Optional.ofNullable(entry.events()))
        .flatMap(Optional::stream)
        .mapToLong(ArchiveEntry.ArchiveFile::records)
        .sum();
  }

  /// How many records of all partitions are no events.
  public long refused() {
    return partitions.stream()
        .flatMap(List::stream)
        .map(entry -> Optional.ofNullable(entry.refused()))
        .flatMap(Optional::stream)
        .mapToLong(ArchiveEntry.ArchiveFile::records)
        .sum();
  }

  /// A partition's events in the order of their offsets, as events of that schema, which may be
  /// later than the one they were archived by: a field that was added is null, a type that became
  /// wider holds what was there. Each file is checked against its digest first. Throws
  /// [UnsupportedTableException] with the file, column and expectation where a file has no such
  /// events.
  ///
  /// @param columns of [ArchiveLayout] and fields of the schema
  public Rows read(int partition, StreamSchema schema, List<String> columns) {
    List<StoredPart> parts =
        entries(partition).stream()
            .map(entry -> Optional.ofNullable(entry.events()))
            .flatMap(Optional::stream)
            .map(ArchiveEntry.ArchiveFile::part)
            .toList();
    List<ViewColumn> view = ArchiveLayout.eventView(schema);
    return new PartRows(
        store,
        verified,
        parts,
        (_, table) -> table.as(view),
        columns,
        ArchiveLayout.TIMESTAMP,
        InstantRange.ALL);
  }

  /// A partition's records that are no events, in the order of their offsets, with the columns of
  /// [ArchiveLayout#REFUSED_COLUMNS].
  public Rows readRefused(int partition) {
    List<StoredPart> parts =
        entries(partition).stream()
            .map(entry -> Optional.ofNullable(entry.refused()))
            .flatMap(Optional::stream)
            .map(ArchiveEntry.ArchiveFile::part)
            .toList();
    return new PartRows(
        store,
        verified,
        parts,
        ArchiveLayout.REFUSED_COLUMNS.stream().map(column -> column.name()).toList(),
        ArchiveLayout.TIMESTAMP,
        InstantRange.ALL);
  }
}
