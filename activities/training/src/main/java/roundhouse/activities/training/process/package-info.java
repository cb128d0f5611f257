/// Programs of the machine, run for their output. Start at [Command].
@NullMarked
package roundhouse.activities.training.process;

import org.jspecify.annotations.NullMarked;
