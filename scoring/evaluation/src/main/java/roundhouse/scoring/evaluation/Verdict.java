package roundhouse.scoring.evaluation;

import java.util.List;

/// The outcome of a comparison with its reasons, the deciding one first.
public record Verdict(Outcome outcome, List<String> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /// HOLD is a normal outcome: neither shown to be better nor shown to be worse.
  public enum Outcome {
    PROMOTE,
    HOLD,
    REJECT
  }
}
