@NullMarked
package roundhouse.activities.training.runner;

import org.jspecify.annotations.NullMarked;
