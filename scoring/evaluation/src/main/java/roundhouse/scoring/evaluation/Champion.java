package roundhouse.scoring.evaluation;

import java.util.Optional;

/// What a challenger is up against.
public sealed interface Champion {
  /// The tag points to nothing yet.
  record None() implements Champion {}

  /// There is one, and no fair comparison with it: it cannot be scored on the frozen rows, or was
  /// trained on some of them.
  ///
  /// @param reason a sentence for a person
  record Incomparable(String reason) implements Champion {}

  /// It was scored on the same rows.
  ///
  /// @param difference as in [PairedBootstrap.Intervals]; empty where the rows cannot give one
  record Compared(ModelMetrics metrics, int blocks, Optional<Interval> difference)
      implements Champion {}
}
