package roundhouse.temporal.contracts;

import java.util.List;

/// The comparison's outcome with its reasons, most decisive first.
public record Verdict(Outcome outcome, List<String> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /// HOLD is a normal outcome: not shown to be better, nor shown to be worse.
  public enum Outcome {
    PROMOTE,
    HOLD,
    REJECT
  }
}
