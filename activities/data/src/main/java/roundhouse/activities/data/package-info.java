/// The steps of a backfill as activities. Start at [BackfillActivitiesImpl].
@NullMarked
package roundhouse.activities.data;

import org.jspecify.annotations.NullMarked;
