/// The training capability as a plugin: [TrainingPlugin].
@NullMarked
package roundhouse.workers.plugins.training;

import org.jspecify.annotations.NullMarked;
