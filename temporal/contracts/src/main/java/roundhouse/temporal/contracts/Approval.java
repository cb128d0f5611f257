package roundhouse.temporal.contracts;

/// A person's yes or no to one promotion. It counts only for the very tag revision, model and
/// evaluation that it names.
///
/// @param approver who says so: a claim, kept beside the authenticated identity where there is one
public record Approval(
    Answer answer,
    String approver,
    String comment,
    long tagRevision,
    String modelId,
    String evaluationSha256) {
  /// What the person says.
  public enum Answer {
    APPROVE,
    REJECT
  }
}
