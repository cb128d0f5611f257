package roundhouse.featureengine.batch;

import java.util.List;
import roundhouse.featureengine.batch.engine.EventInput;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.ast.StreamSchema;

/// The events of an imported source, for the engine.
record SourceInput(EventSource source) implements EventInput {
  @Override
  public List<RowGroup> rowGroups(StreamSchema stream, InstantRange range) {
    return source.rowGroups(stream, range);
  }

  @Override
  public boolean isUnique(StreamSchema stream) {
    return source.isUnique(stream);
  }
}
