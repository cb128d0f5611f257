/// From scores to a verdict: metrics, paired bootstrap, guards. Pure. Start at [Judge], which turns
/// a comparison on [FrozenRows] into a [Verdict].
@NullMarked
package roundhouse.scoring.evaluation;

import org.jspecify.annotations.NullMarked;
