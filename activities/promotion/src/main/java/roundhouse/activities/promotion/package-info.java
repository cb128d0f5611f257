/// From a verdict to a moved tag, on the registry. Start at [PromotionActivitiesImpl].
@NullMarked
package roundhouse.activities.promotion;

import org.jspecify.annotations.NullMarked;
