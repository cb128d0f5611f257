/// The state of a plan's entities at a position of its source, as it passes from one backend to
/// another: a backfill emits it, a stream application starts from it. Start at [StateManifest].
@NullMarked
package roundhouse.featureengine.language.state;

import org.jspecify.annotations.NullMarked;
