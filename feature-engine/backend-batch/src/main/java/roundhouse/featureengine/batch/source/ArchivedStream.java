package roundhouse.featureengine.batch.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchiveEntry;
import roundhouse.featureengine.batch.archive.ArchiveEntry.ArchiveFile;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.source.EventSourceManifest.ArchivedFile;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.batch.source.EventSourceManifest.RecordedPartition;
import roundhouse.featureengine.batch.source.EventSourceManifest.RecordedTopic;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.language.ast.StreamSchema;

/// The archive of a topic as the files of a stream.
final class ArchivedStream {
  private ArchivedStream() {}

  /// @param history what was imported of the stream, which comes before all that is archived
  static StreamFiles of(StreamSchema schema, ArchivedTopic topic, @Nullable StreamFiles history) {
    List<EventFile> files = new ArrayList<>(history == null ? List.of() : history.files());
    List<RecordedPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < topic.partitions(); partition++) {
      files.addAll(files(topic.entries(partition)));
      partitions.add(
          new RecordedPartition(
              partition,
              topic.nextOffset(partition),
              topic.entries(partition).getLast().knownThrough()));
    }
    return new StreamFiles(
        schema,
        files.stream().mapToLong(EventFile::events).sum(),
        false,
        files.stream().map(EventFile::firstKnownAt).min(Comparator.naturalOrder()).orElse(null),
        files.stream().map(EventFile::lastKnownAt).max(Comparator.naturalOrder()).orElse(null),
        files,
        history == null ? null : history.declared(),
        new RecordedTopic(topic.topic(), partitions));
  }

  private static List<EventFile> files(List<ArchiveEntry> entries) {
    List<EventFile> files = new ArrayList<>();
    Instant visibleBefore = Instant.MIN;
    for (ArchiveEntry entry : entries) {
      ArchiveFile events = entry.events();
      if (events != null) {
        files.add(file(entry, events, visibleBefore));
      }
      visibleBefore = Optional.ofNullable(entry.knownThrough()).orElse(visibleBefore);
    }
    return files;
  }

  private static EventFile file(ArchiveEntry entry, ArchiveFile events, Instant visibleBefore) {
    Instant first = Objects.requireNonNull(entry.firstKnownAt());
    Instant visibleFrom =
        Stream.of(first, visibleBefore).max(Comparator.naturalOrder()).orElseThrow();
    return new EventFile(
        events.file(),
        events.bytes(),
        events.sha256(),
        events.records(),
        first,
        Objects.requireNonNull(entry.knownThrough()),
        new ArchivedFile(entry.partition(), entry.nextOffset(), visibleFrom));
  }
}
