/// Trees of any library in one form, and the plain evaluator that says what they mean. Start at
/// [TreeEnsemble].
@NullMarked
package roundhouse.scoring.trees.ensemble;

import org.jspecify.annotations.NullMarked;
