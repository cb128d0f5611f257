package roundhouse.featureengine.batch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.batch.source.EventSourceManifest.RecordedPartition;
import roundhouse.featureengine.batch.source.EventSourceManifest.RecordedTopic;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.state.StateManifest.Position;

/// Where to go on in the partitions of a stream once everything that became visible before an
/// instant is applied.
final class SourcePositions {
  private final EventSource source;
  private final StreamSchema stream;
  private final Instant before;

  private SourcePositions(EventSource source, StreamSchema stream, Instant before) {
    this.source = source;
    this.stream = stream;
    this.before = before;
  }

  static List<Position> of(EventSource source, StreamSchema stream, Instant visibleBefore) {
    StreamFiles files = source.manifest().find(stream.name()).orElseThrow();
    RecordedTopic topic = files.recorded();
    if (topic == null) {
      return List.of(new Position(stream.name(), null, 0, 0, null));
    }
    SourcePositions positions = new SourcePositions(source, stream, visibleBefore);
    return topic.partitions().stream()
        .map(partition -> positions.of(topic.topic(), partition, files))
        .toList();
  }

  /// In a partition nothing becomes visible before what came earlier: all files up to one are in,
  /// and of that one the first rows.
  private Position of(String topic, RecordedPartition partition, StreamFiles files) {
    Instant knownThrough = null;
    for (EventFile file : files.files()) {
      if (file.archived() != null && file.archived().partition() == partition.partition()) {
        if (!file.lastKnownAt().isBefore(before)) {
          return within(topic, partition.partition(), file, knownThrough);
        }
        knownThrough = file.lastKnownAt();
      }
    }
    return new Position(
        stream.name(), topic, partition.partition(), partition.nextOffset(), knownThrough);
  }

  private Position within(
      String topic, int partition, EventFile file, @Nullable Instant knownThroughBefore) {
    Instant knownThrough = knownThroughBefore;
    try (Rows rows =
        source.readFile(file, List.of(ArchiveLayout.OFFSET, ArchiveLayout.VISIBLE_AT))) {
      while (rows.next()) {
        Instant visibleAt = Micros.instant(rows.longAt(1));
        if (!visibleAt.isBefore(before)) {
          return new Position(stream.name(), topic, partition, rows.longAt(0), knownThrough);
        }
        knownThrough = visibleAt;
      }
    }
    throw new IllegalStateException(
        "File '%s': expected an event that became visible at or after %s"
            .formatted(file.file(), before));
  }
}
