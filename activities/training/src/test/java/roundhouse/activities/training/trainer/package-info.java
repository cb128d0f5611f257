@NullMarked
package roundhouse.activities.training.trainer;

import org.jspecify.annotations.NullMarked;
