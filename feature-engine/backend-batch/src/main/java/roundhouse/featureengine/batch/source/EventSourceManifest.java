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

  /// The events of one stream, ordered by (knownAt, event id) within and across its files.
  ///
  /// @param schema the fields of the files, in their order
  /// @param unique whether no event id occurs twice within the stream's lateness bound
  /// @param declared what the importer declared of events that another system recorded; null where
  ///   the events say all by themselves
  public record StreamFiles(
      StreamSchema schema,
      long events,
      boolean unique,
      @Nullable Instant firstKnownAt,
      @Nullable Instant lastKnownAt,
      List<EventFile> files,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable History declared) {
    public StreamFiles {
      files = List.copyOf(files);
    }
  }

  /// One file of a stream.
  ///
  /// @param file object key
  /// @param sha256 of the file's bytes
  public record EventFile(
      String file,
      long bytes,
      String sha256,
      long events,
      Instant firstKnownAt,
      Instant lastKnownAt) {}
}
