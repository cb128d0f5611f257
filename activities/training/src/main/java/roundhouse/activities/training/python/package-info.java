/// Trainings in Python: an environment with pinned libraries, and the program that runs a user's
/// `train`. Start at [PythonTrainer].
@NullMarked
package roundhouse.activities.training.python;

import org.jspecify.annotations.NullMarked;
