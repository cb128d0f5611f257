package roundhouse.featureengine.service.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchiveEntry;
import roundhouse.featureengine.batch.archive.ArchiveEntry.ArchiveFile;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.ArchivedPartition;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// The records of a partition that are not archived yet, in files of this machine, which are
/// nothing until [#commit] puts them into the store. One thread at a time.
final class Segment implements AutoCloseable {
  private final ArchiveEntry before;
  private final Path scratch;
  private final int knownAt;
  private final Open events;
  private final Open refused;
  private @Nullable Instant firstRecord;
  private long firstTimestamp = Long.MAX_VALUE;
  private long lastTimestamp = Long.MIN_VALUE;
  private long firstKnownAt = Long.MAX_VALUE;
  private long knownThrough;

  /// @param before the entry that this one is to follow
  /// @param scratch folder for its files, its own
  Segment(EventTopic topic, ArchiveEntry before, Path scratch) {
    this.before = before;
    this.scratch = scratch;
    knownAt = topic.schema().indexOf(topic.schema().knownAt());
    knownThrough = micros(before.knownThrough());
    events = new Open("events.parquet", ArchiveLayout.eventColumns(topic.schema()));
    refused = new Open("refused.parquet", ArchiveLayout.REFUSED_COLUMNS);
    createEmpty(scratch);
  }

  ArchiveEntry before() {
    return before;
  }

  long records() {
    return events.records + refused.records;
  }

  long refusedRecords() {
    return refused.records;
  }

  /// Whether a record of that broker timestamp, in milliseconds, belongs to a later hour.
  boolean endsBefore(long timestamp) {
    return firstRecord != null
        && Instant.ofEpochMilli(timestamp)
            .truncatedTo(ChronoUnit.HOURS)
            .isAfter(firstRecord.truncatedTo(ChronoUnit.HOURS));
  }

  void add(ConsumerRecord<byte[], byte[]> record, Row event) {
    count(record);
    firstKnownAt = Math.min(firstKnownAt, event.longAt(knownAt));
    knownThrough = Math.max(knownThrough, event.longAt(knownAt));
    events.write(
        new SegmentRow(
            record.topic(),
            new long[] {record.partition(), record.offset(), timestamp(record), knownThrough},
            event));
  }

  /// Adds a record that is no event.
  void putAside(ConsumerRecord<byte[], byte[]> record, String reason) {
    count(record);
    List<@Nullable String> texts = new ArrayList<>();
    texts.add(reason);
    texts.add(base64(record.key()));
    texts.add(base64(record.value()));
    refused.write(
        new SegmentRow(
            record.topic(),
            new long[] {record.partition(), record.offset(), timestamp(record)},
            new SegmentRow.Texts(texts)));
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() < before.nextOffset()) {
      throw new IllegalStateException(
          "Partition %s-%d: its offset %d came after all before %d were archived"
              .formatted(before.topic(), before.partition(), record.offset(), before.nextOffset()));
    }
    if (firstRecord == null) {
      firstRecord = Instant.ofEpochMilli(record.timestamp());
    }
    firstTimestamp = Math.min(firstTimestamp, record.timestamp());
    lastTimestamp = Math.max(lastTimestamp, record.timestamp());
  }

  /// Puts the files into the store, then the entry that makes them count. False: another archiver
  /// has archived these offsets; then nothing counts of this segment.
  ///
  /// @param nextOffset the first offset that is not read yet
  boolean commit(ObjectStore store, ArchivedPartition archive, long nextOffset) {
    ArchiveFile eventFile = events.put(store, nextOffset);
    ArchiveFile refusedFile = refused.put(store, nextOffset);
    return archive.append(
        before,
        (number, previous) ->
            new ArchiveEntry(
                ArchiveEntry.FORMAT,
                before.topic(),
                before.partition(),
                number,
                previous,
                before.nextOffset(),
                nextOffset,
                records() == 0 ? null : Instant.ofEpochMilli(firstTimestamp),
                records() == 0 ? null : Instant.ofEpochMilli(lastTimestamp),
                events.records == 0 ? null : Micros.instant(firstKnownAt),
                knownThrough == Long.MIN_VALUE ? null : Micros.instant(knownThrough),
                eventFile,
                refusedFile));
  }

  @Override
  public void close() {
    events.close();
    refused.close();
    try {
      Files.deleteIfExists(events.file);
      Files.deleteIfExists(refused.file);
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void createEmpty(Path scratch) {
    try {
      Files.createDirectories(scratch);
      for (String left : List.of("events.parquet", "refused.parquet")) {
        Files.deleteIfExists(scratch.resolve(left));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String base64(byte @Nullable [] bytes) {
    return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
  }

  private static long timestamp(ConsumerRecord<byte[], byte[]> record) {
    return Math.multiplyExact(record.timestamp(), 1000L);
  }

  private static long micros(@Nullable Instant instant) {
    return instant == null ? Long.MIN_VALUE : Micros.of(instant);
  }

  /// One file, begun with its first record.
  private final class Open {
    private final Path file;
    private final List<Column> columns;
    private @Nullable ParquetTableWriter writer;
    private long records;

    Open(String name, List<Column> columns) {
      file = scratch.resolve(name);
      this.columns = columns;
    }

    void write(SegmentRow row) {
      if (writer == null) {
        writer = ParquetTableWriter.create(file, columns);
      }
      writer.write(row);
      records++;
    }

    @Nullable ArchiveFile put(ObjectStore store, long nextOffset) {
      if (records == 0 || firstRecord == null) {
        return null;
      }
      close();
      ObjectKey key = key(nextOffset, firstRecord);
      // Where it is there, it was left by an archiver of the same offsets and so holds the same
      // records; another version of the Parquet library may have written other bytes.
      boolean isOurs = store.putIfAbsent(key, file);
      return new ArchiveFile(
          key.value(),
          isOurs ? size() : store.size(key).orElseThrow(),
          isOurs ? Digests.sha256Hex(file) : store.sha256Hex(key),
          records);
    }

    private ObjectKey key(long nextOffset, Instant first) {
      return this == events
          ? ArchiveLayout.eventFile(
              before.topic(), before.partition(), before.nextOffset(), nextOffset, first)
          : ArchiveLayout.refusedFile(
              before.topic(), before.partition(), before.nextOffset(), nextOffset, first);
    }

    private long size() {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void close() {
      if (writer != null) {
        writer.close();
        writer = null;
      }
    }
  }
}
