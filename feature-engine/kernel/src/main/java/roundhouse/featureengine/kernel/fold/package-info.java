/// What the folds of entities are made of: retained events, windows over them, and aggregates.
/// Compiled folds only put these together; every value comes from here. Start at [RetainedEvents].
@NullMarked
package roundhouse.featureengine.kernel.fold;

import org.jspecify.annotations.NullMarked;
