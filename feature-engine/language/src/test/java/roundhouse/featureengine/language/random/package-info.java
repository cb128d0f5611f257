/// Definitions and histories drawn at random, the same for the same seed: what evaluators are
/// compared on, here and in the conformance module. Start at [RandomPlan].
@NullMarked
package roundhouse.featureengine.language.random;

import org.jspecify.annotations.NullMarked;
