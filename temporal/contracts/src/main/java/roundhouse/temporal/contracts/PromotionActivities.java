package roundhouse.temporal.contracts;

import io.temporal.activity.ActivityInterface;

/// Reads and writes of the registry on the way from a verdict to a move. Each write carries a
/// command id derived from workflow id and step, so that it happens once however often it is
/// retried.
@ActivityInterface(namePrefix = "Promotion")
public interface PromotionActivities {
  /// The tag with its contract and champion. Fails with [FailureTypes#INVALID_REQUEST] for an
  /// unknown tag.
  TagState readTag(String tag);

  /// Records an immutable decision and returns its id.
  String recordDecision(String commandId, DecisionRecord decision);

  /// Moves the tag if it still has the revision that the request names; otherwise reports STALE.
  PromotionOutcome moveTag(String commandId, PromotionRequest request);
}
