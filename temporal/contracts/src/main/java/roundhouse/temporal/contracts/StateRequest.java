package roundhouse.temporal.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// State wanted of every entity of a feature set: what a stream of it starts from.
///
/// @param featureSet name and version, `late-arrival@1`
/// @param source name of an event source
/// @param knownBefore the state holds events that were known before this instant; null for all that
///   are in the source. A source of imported events must be complete up to it, or the request fails
///   as [FailureTypes#DATA_LATE]; of archived ones the state says where to go on
public record StateRequest(String featureSet, String source, @Nullable Instant knownBefore) {}
