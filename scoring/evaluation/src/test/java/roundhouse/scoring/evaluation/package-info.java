/// Tests of metrics, bootstrap and verdict. Start at [GoldenMetricsTest].
@NullMarked
package roundhouse.scoring.evaluation;

import org.jspecify.annotations.NullMarked;
