/// The steps of a training: prepare its data, run a trainer, certify and register the model. Start
/// at [TrainingActivitiesImpl].
///
/// Trainers run behind the port [roundhouse.activities.training.runner.TrainingRunner]; the one
/// implementation, `LocalRunner`, starts a process beside the worker.
@NullMarked
package roundhouse.activities.training;

import org.jspecify.annotations.NullMarked;
