/// Judging a model on frozen rows: select, score, compare, store the report. Start at
/// [EvaluationActivitiesImpl].
@NullMarked
package roundhouse.activities.evaluation;

import org.jspecify.annotations.NullMarked;
