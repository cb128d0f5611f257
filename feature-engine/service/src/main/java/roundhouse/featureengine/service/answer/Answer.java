package roundhouse.featureengine.service.answer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.stream.SourcePosition;
import tools.jackson.databind.node.ObjectNode;

/// What one ask was told, and all that it takes to compute it again.
///
/// @param ask every field of the ask, with what the service assigned
/// @param knownAt when it became known
/// @param values the features that are known, by name in the plan's order; null is a value
/// @param digest SHA-256 of the text of `values`
/// @param entities the entities that were asked, in the order of their kinds
public record Answer(
    ObjectNode ask, Instant knownAt, ObjectNode values, String digest, List<EntityPart> entities) {
  public Answer {
    entities = List.copyOf(entities);
  }

  /// How old the state was that the oldest of the entities' answers came from; empty where there is
  /// none, or none has seen an event.
  public Optional<Duration> staleness() {
    return entities.stream()
        .map(EntityPart::appliedThrough)
        .flatMap(applied -> Optional.ofNullable(applied).stream())
        .min(Instant::compareTo)
        .map(applied -> Duration.between(applied, knownAt))
        .map(stale -> stale.isNegative() ? Duration.ZERO : stale);
  }

  /// What one entity contributed.
  ///
  /// @param entity the entity kind, in words: the ask's side of its key
  /// @param kind its place among the program's
  /// @param appliedThrough the greatest knownAt of the events that its state had come to; null
  ///   before the first
  /// @param positions the last event applied from each source partition; its values are those of
  ///   the events at or before them
  /// @param unavailable why it did not answer, or null
  /// @param missing the features that are not known for want of this answer
  public record EntityPart(
      String entity,
      int kind,
      @Nullable Instant appliedThrough,
      List<SourcePosition> positions,
      @Nullable String unavailable,
      List<String> missing) {
    public EntityPart {
      positions = List.copyOf(positions);
      missing = List.copyOf(missing);
    }
  }
}
