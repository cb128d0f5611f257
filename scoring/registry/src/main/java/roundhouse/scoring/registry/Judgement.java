package roundhouse.scoring.registry;

import java.util.List;

/// What a change would mean in a state.
sealed interface Judgement {
  /// It can be put.
  record Acceptable() implements Judgement {}

  /// An earlier entry says the same; nothing needs to be put.
  record AlreadySo(long entry) implements Judgement {}

  /// It cannot be.
  record Refused(List<Refusal> refusals) implements Judgement {}

  static Judgement of(List<Refusal> refusals) {
    return refusals.isEmpty() ? new Acceptable() : new Refused(List.copyOf(refusals));
  }
}
