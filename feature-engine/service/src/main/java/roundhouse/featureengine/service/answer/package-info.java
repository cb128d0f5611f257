/// Answering asks from the live state of entities. Start at [FeatureService].
@NullMarked
package roundhouse.featureengine.service.answer;

import org.jspecify.annotations.NullMarked;
