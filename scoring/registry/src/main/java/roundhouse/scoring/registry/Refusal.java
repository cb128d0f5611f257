package roundhouse.scoring.registry;

/// One reason why a change was refused: what it is about, what it says, what was expected, how to
/// mend it.
public record Refusal(
    Reason reason, String subject, String value, String expectation, String remedy) {
  /// Kinds of reasons.
  public enum Reason {
    /// A tag has moved since the revision that the change expects.
    STALE_REVISION,
    /// The change names a tag, model, decision or feature set that is not there.
    UNKNOWN,
    /// What the change would create is there with other content, or stands against it.
    CONFLICT,
    /// The command id was used for another change.
    COMMAND_REUSED,
    /// The log has entries of a newer platform version.
    NEWER_LOG
  }

  @Override
  public String toString() {
    return "%s '%s': expected %s; %s".formatted(subject, value, expectation, remedy);
  }
}
