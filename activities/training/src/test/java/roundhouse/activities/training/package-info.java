@NullMarked
package roundhouse.activities.training;

import org.jspecify.annotations.NullMarked;
