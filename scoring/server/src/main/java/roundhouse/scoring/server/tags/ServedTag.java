package roundhouse.scoring.server.tags;

import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.ScoringModel;

/// A tag as requests see it.
///
/// @param revision the registry entry that made it point to `model`; 0 for never
/// @param model null while the tag has none
/// @param pending a later move that is not served, or null where there is none
public record ServedTag(
    String tag, long revision, @Nullable ScoringModel model, @Nullable PendingMove pending) {
  /// A move in the registry that is not served.
  ///
  /// @param modelId null where the tag was made to point to nothing
  public record PendingMove(long revision, @Nullable String modelId, String reason) {}

  ServedTag withPending(PendingMove move) {
    return new ServedTag(tag, revision, model, move);
  }
}
