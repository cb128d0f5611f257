/// The port behind which trainers run. Start at [TrainingRunner].
@NullMarked
package roundhouse.activities.training.runner;

import org.jspecify.annotations.NullMarked;
