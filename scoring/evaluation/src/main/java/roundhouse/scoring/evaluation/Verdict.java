package roundhouse.scoring.evaluation;

import java.util.ArrayList;
import java.util.List;

/// The outcome of a comparison with its reasons, the deciding one first.
public record Verdict(Outcome outcome, List<String> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /// This verdict under a guard that fired: PROMOTE becomes HOLD, with the guard as the deciding
  /// reason; HOLD and REJECT stay, with it as a further one.
  public Verdict heldBack(String guard) {
    List<String> all = new ArrayList<>(reasons);
    if (outcome != Outcome.PROMOTE) {
      all.add(guard);
      return new Verdict(outcome, all);
    }
    all.addFirst(guard);
    return new Verdict(Outcome.HOLD, all);
  }

  /// HOLD is a normal outcome: neither shown to be better nor shown to be worse.
  public enum Outcome {
    PROMOTE,
    HOLD,
    REJECT
  }
}
