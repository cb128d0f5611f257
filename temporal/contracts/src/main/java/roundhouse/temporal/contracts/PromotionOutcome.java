package roundhouse.temporal.contracts;

import org.jspecify.annotations.Nullable;

/// How a promotion ended.
///
/// @param tagRevision the tag's revision afterwards
/// @param reason one sentence for a person
/// @param approval the answer that counted, or null where none was needed or none came
public record PromotionOutcome(
    Status status,
    String tag,
    long tagRevision,
    String modelId,
    String reason,
    @Nullable Approval approval) {
  /// MOVED is the only one that changed the tag.
  public enum Status {
    MOVED,
    REJECTED,
    TIMED_OUT,
    STALE
  }
}
