/// A plan made ready to run: what a backend drives. Start at [FeatureFold].
@NullMarked
package roundhouse.featureengine.language.program;

import org.jspecify.annotations.NullMarked;
