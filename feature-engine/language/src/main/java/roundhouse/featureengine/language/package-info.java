/// How features are written down: as Java, typed on the records of events. Start at [FeatureSet].
@NullMarked
package roundhouse.featureengine.language;

import org.jspecify.annotations.NullMarked;
