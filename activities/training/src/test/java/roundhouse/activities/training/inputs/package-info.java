@NullMarked
package roundhouse.activities.training.inputs;

import org.jspecify.annotations.NullMarked;
