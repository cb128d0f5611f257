package roundhouse.scoring.registry;

import java.util.List;
import java.util.stream.Collectors;

/// The registry refused a change; nothing happened.
public final class RefusedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Refusal> refusals;

  public RefusedChangeException(List<Refusal> refusals) {
    super(refusals.stream().map(Refusal::toString).collect(Collectors.joining("\n")));
    this.refusals = refusals;
  }

  public List<Refusal> refusals() {
    return refusals;
  }

  /// Another process may know the newer log: that is worth a retry, all else is not.
  public boolean isWorthARetry() {
    return refusals.stream().anyMatch(refusal -> refusal.reason() == Refusal.Reason.NEWER_LOG);
  }
}
