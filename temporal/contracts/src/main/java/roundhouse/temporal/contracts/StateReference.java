package roundhouse.temporal.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// An immutable state of every entity of a feature set.
///
/// @param location key of the state's directory in the object store, which a stream is told to
///   start from
/// @param knownBefore it holds the events that were known before this instant
/// @param entities how many keys have state, over all kinds
/// @param bytes of all its files
/// @param importedStreams those whose events were imported, of which it says no place in a topic:
///   no feature server starts from a state with any
public record StateReference(
    String location,
    String featureSet,
    String planHash,
    String source,
    Instant knownBefore,
    long entities,
    long bytes,
    List<String> importedStreams) {
  public StateReference {
    importedStreams = List.copyOf(Objects.requireNonNullElse(importedStreams, List.of()));
  }
}
