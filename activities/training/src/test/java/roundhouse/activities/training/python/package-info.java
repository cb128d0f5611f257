@NullMarked
package roundhouse.activities.training.python;

import org.jspecify.annotations.NullMarked;
