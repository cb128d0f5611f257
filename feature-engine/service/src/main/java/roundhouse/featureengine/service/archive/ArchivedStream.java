package roundhouse.featureengine.service.archive;

import java.util.function.Supplier;
import roundhouse.featureengine.language.ast.StreamSchema;

/// A topic to archive.
///
/// @param schema every field that its events have, whether a plan reads it or not
/// @param newDecoder makes decoders of its records
public record ArchivedStream(
    String topic, StreamSchema schema, Supplier<? extends RecordDecoder> newDecoder) {}
