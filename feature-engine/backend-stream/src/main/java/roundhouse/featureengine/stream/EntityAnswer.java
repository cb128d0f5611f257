package roundhouse.featureengine.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of the question to one entity.
public sealed interface EntityAnswer {
  /// What the entity's kind asked for.
  int kind();

  /// An answer, of one moment: its values are those of exactly the events at or before its
  /// positions.
  ///
  /// @param outputs what the kind's aggregates give, in their portable form as URL-safe Base64; for
  ///   [AskReader#features]
  /// @param positions for each source partition that an event of this entity came from, the last
  ///   one applied; none for an entity without events
  /// @param appliedThrough the greatest knownAt of all events applied in the partition of the state
  ///   that holds this entity, of whatever entity: how far that state had come. Empty before the
  ///   first event. The answer's staleness is at most ask.knownAt − this
  record Answered(
      int kind, String outputs, List<SourcePosition> positions, Optional<Instant> appliedThrough)
      implements EntityAnswer {
    public Answered {
      positions = List.copyOf(positions);
    }
  }

  /// The ask has been applied to the entity as an event: features would look back on the ask
  /// itself.
  record AlreadyApplied(int kind) implements EntityAnswer {}

  /// Another instance of the application holds the entity: ask there.
  record HeldBy(int kind, String host, int port) implements EntityAnswer {}

  /// Nobody can answer now.
  ///
  /// @param reason for people, what is lacking and whether to try again
  record Unavailable(int kind, String reason) implements EntityAnswer {}
}
