/// The path from named values to a decision: the input schema, what a model's directory holds, and
/// the model ready to score. Start at [ScoringModel].
@NullMarked
package roundhouse.scoring.decision;

import org.jspecify.annotations.NullMarked;
