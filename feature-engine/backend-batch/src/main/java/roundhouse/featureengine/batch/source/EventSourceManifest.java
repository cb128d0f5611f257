package roundhouse.featureengine.batch.source;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.StreamSchema;

/// What an event source is: the object `sources/<name>/manifest.json`, put last, whose presence
/// makes the source visible.
///
/// @param format of this record; 1
/// @param completeThrough every event known before this instant is in the source
public record EventSourceManifest(
    int format, String source, Instant completeThrough, List<StreamFiles> streams) {
  /// The format that this code writes and reads.
  public static final int FORMAT = 1;

  public EventSourceManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "Event source format '%d': expected %d; read it with the version that wrote it"
              .formatted(format, FORMAT));
    }
    streams = List.copyOf(streams);
  }

  public Optional<StreamFiles> find(String stream) {
    return streams.stream().filter(files -> files.schema().name().equals(stream)).findFirst();
  }

  /// The events of one stream: those that were imported, ordered by (knownAt, event id) within and
  /// across their files, then those that were archived from each partition of a topic, in the order
  /// of their offsets.
  ///
  /// @param schema the fields of the files, in their order
  /// @param unique whether no event id occurs twice within the stream's lateness bound
  /// @param declared what the importer declared of events that another system recorded; null where
  ///   the events say all by themselves
  /// @param recorded of which topic there are archived events; null where there are none
  public record StreamFiles(
      StreamSchema schema,
      long events,
      boolean unique,
      @Nullable Instant firstKnownAt,
      @Nullable Instant lastKnownAt,
      List<EventFile> files,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable History declared,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecordedTopic recorded) {
    public StreamFiles {
      files = List.copyOf(files);
    }
  }

  /// The archive of a topic, as far as it had come when the source was made.
  ///
  /// @param partitions all of them, from 0
  public record RecordedTopic(String topic, List<RecordedPartition> partitions) {
    public RecordedTopic {
      partitions = List.copyOf(partitions);
    }
  }

  /// The archive of a partition.
  ///
  /// @param nextOffset the first offset that is not in the source
  /// @param knownThrough greatest knownAt of its events; absent where there is none
  public record RecordedPartition(
      int partition,
      long nextOffset,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant knownThrough) {}

  /// One file of a stream.
  ///
  /// @param file object key
  /// @param sha256 of the file's bytes
  /// @param firstKnownAt least knownAt, as the events say it
  /// @param lastKnownAt greatest knownAt; of an archived file, that of its partition up to its end
  /// @param archived where it was archived from; absent where it was imported
  public record EventFile(
      String file,
      long bytes,
      String sha256,
      long events,
      Instant firstKnownAt,
      Instant lastKnownAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ArchivedFile archived) {
    /// A file that was imported.
    public EventFile(
        String file,
        long bytes,
        String sha256,
        long events,
        Instant firstKnownAt,
        Instant lastKnownAt) {
      this(file, bytes, sha256, events, firstKnownAt, lastKnownAt, null);
    }

    /// When its first event became visible, or earlier; its last did at [#lastKnownAt].
    public Instant visibleFrom() {
      return archived == null ? firstKnownAt : archived.visibleFrom();
    }
  }

  /// Where a file was archived from.
  ///
  /// @param nextOffset the first offset after those that it is about
  /// @param visibleFrom no event of it became visible earlier
  public record ArchivedFile(int partition, long nextOffset, Instant visibleFrom) {}
}
