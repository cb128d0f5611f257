/// Computes the rows of a range of asks on all cores and within a stated memory. Start at
/// [EngineRun].
@NullMarked
package roundhouse.featureengine.batch.engine;

import org.jspecify.annotations.NullMarked;
