package roundhouse.featureengine.language.interpreter;

import roundhouse.featureengine.kernel.Row;

/// An event at its position in a source.
///
/// @param partition of the source, within the stream
/// @param offset rises within the partition
public record SourceEvent(int partition, long offset, Row row) {}
