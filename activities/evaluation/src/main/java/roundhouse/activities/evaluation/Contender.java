package roundhouse.activities.evaluation;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.evaluation.ModelMetrics;
import roundhouse.scoring.evaluation.Scores;

/// A model and how it does on the frozen rows.
///
/// @param scored null where it cannot be scored on them
/// @param objection why its scores must not decide, or null
record Contender(String modelId, @Nullable Scored scored, @Nullable String objection) {
  record Scored(StoredModel model, Scores scores, ModelMetrics metrics) {}

  Optional<Scored> findScored() {
    return Optional.ofNullable(scored);
  }
}
