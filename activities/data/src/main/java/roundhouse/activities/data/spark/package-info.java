/// Backfills on Spark, in a process of its own. Start at [SparkSubmitter].
@NullMarked
package roundhouse.activities.data.spark;

import org.jspecify.annotations.NullMarked;
