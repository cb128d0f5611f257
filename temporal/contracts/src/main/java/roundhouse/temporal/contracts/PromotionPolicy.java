package roundhouse.temporal.contracts;

/// How a PROMOTE verdict becomes a tag move.
public enum PromotionPolicy {
  /// The tag moves at once.
  AUTO,
  /// A person approves or rejects first.
  APPROVE
}
