/// The feature server: one feature set version, live, over HTTP, and the archiver beside it. Start
/// at [FeatureServer].
@NullMarked
package roundhouse.workers.features;

import org.jspecify.annotations.NullMarked;
