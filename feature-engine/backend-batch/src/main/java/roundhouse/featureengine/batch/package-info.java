/// The batch backend: puts the events of a source in order, drives the feature program over them
/// and writes a dataset. Start at [Backfill].
@NullMarked
package roundhouse.featureengine.batch;

import org.jspecify.annotations.NullMarked;
