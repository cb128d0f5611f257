/// Tests of evaluations on stored datasets and models. Start at [EvaluationActivitiesTest].
@NullMarked
package roundhouse.activities.evaluation;

import org.jspecify.annotations.NullMarked;
