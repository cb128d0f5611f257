@NullMarked
package roundhouse.activities.training.jvm;

import org.jspecify.annotations.NullMarked;
