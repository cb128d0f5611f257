package roundhouse.scoring.registry;

import java.util.List;

/// What became of a command.
public sealed interface Outcome {
  /// The change is in the log.
  ///
  /// @param entry its entry, put by this call, by an earlier one of the same command, or by an
  ///   earlier command that said the same; for a tag move, the tags' new revision
  record Applied(long entry) implements Outcome {}

  /// Nothing changed. A refusal is not recorded: the command may be tried again.
  ///
  /// @param refusals every reason, at least one
  record Refused(List<Refusal> refusals) implements Outcome {
    public Refused {
      refusals = List.copyOf(refusals);
    }

    /// Whether all that is wrong is that tags have moved meanwhile.
    public boolean isStale() {
      return refusals.stream()
          .allMatch(refusal -> refusal.reason() == Refusal.Reason.STALE_REVISION);
    }
  }

  /// The entry of the applied change; throws [RefusedChangeException] with every reason.
  default long orThrow() {
    return switch (this) {
      case Applied applied -> applied.entry();
      case Refused refused -> throw new RefusedChangeException(refused.refusals());
    };
  }
}
