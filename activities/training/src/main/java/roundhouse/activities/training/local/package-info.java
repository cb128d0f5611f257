/// Trainers as processes of this machine, each in its own session. Start at [LocalRunner].
@NullMarked
package roundhouse.activities.training.local;

import org.jspecify.annotations.NullMarked;
