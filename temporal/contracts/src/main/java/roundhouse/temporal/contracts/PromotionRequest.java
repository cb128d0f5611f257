package roundhouse.temporal.contracts;

import java.time.Duration;

/// A tag move wanted, bound to the decision that allows it.
///
/// @param tagRevision the registry entry that last moved the tag when the decision was taken; 0 for
///   never
/// @param evaluationSha256 digest of the evaluation that the decision rests on
/// @param decisionId the recorded decision
public record PromotionRequest(
    String tag,
    long tagRevision,
    String modelId,
    String evaluationSha256,
    String decisionId,
    PromotionPolicy policy,
    Duration approvalTimeout) {}
