package roundhouse.temporal.contracts;

import java.time.Instant;

/// An immutable state of every entity of a feature set.
///
/// @param location key of the state's directory in the object store, which a stream is told to
///   start from
/// @param knownBefore it holds the events that were known before this instant
/// @param entities how many keys have state, over all kinds
/// @param bytes of all its files
public record StateReference(
    String location,
    String featureSet,
    String planHash,
    String source,
    Instant knownBefore,
    long entities,
    long bytes) {}
