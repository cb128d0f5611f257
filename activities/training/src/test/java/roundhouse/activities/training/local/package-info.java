@NullMarked
package roundhouse.activities.training.local;

import org.jspecify.annotations.NullMarked;
