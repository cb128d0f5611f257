package roundhouse.featureengine.batch;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.engine.EventInput;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.RecordedAsks;
import roundhouse.featureengine.language.ast.StreamSchema;

/// The events of a source, for the engine. Asks that were archived are sorted in a scratch folder.
final class SourceInput implements EventInput, AutoCloseable {
  private final EventSource source;
  private final String askStream;
  private final Path parent;
  private @Nullable ScratchFolder scratch;

  /// @param askStream the stream of the asks
  /// @param parent folder for the scratch folder
  SourceInput(EventSource source, StreamSchema askStream, Path parent) {
    this.source = source;
    this.askStream = askStream.name();
    this.parent = parent;
  }

  /// A state is made without asks: then their stream need not be there.
  @Override
  public List<RowGroup> rowGroups(StreamSchema stream, InstantRange range) {
    if (range.isEmpty() || source.manifest().find(stream.name()).isEmpty()) {
      return List.of();
    }
    return isOfArchivedAsks(stream) ? sorted(stream, range) : source.rowGroups(stream, range);
  }

  private List<RowGroup> sorted(StreamSchema stream, InstantRange range) {
    scratch = ScratchFolder.in(parent);
    return RecordedAsks.sort(source, stream, range, scratch.path());
  }

  private boolean isOfArchivedAsks(StreamSchema stream) {
    return isRecorded(stream) && stream.name().equals(askStream);
  }

  @Override
  public boolean isRecorded(StreamSchema stream) {
    return source.isRecorded(stream.name());
  }

  @Override
  public boolean isUnique(StreamSchema stream) {
    return isOfArchivedAsks(stream) || source.isUnique(stream);
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
    }
  }
}
