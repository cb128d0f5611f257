package roundhouse.temporal.contracts;

/// A verdict on a model for a tag, with the evidence it rests on.
///
/// @param decidedBy workflow id of who decided, or a person's claim
public record DecisionRecord(
    String tag,
    long tagRevision,
    String modelId,
    String evaluationLocation,
    String evaluationSha256,
    Verdict verdict,
    String decidedBy) {}
