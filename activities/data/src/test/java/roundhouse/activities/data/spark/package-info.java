@NullMarked
package roundhouse.activities.data.spark;

import org.jspecify.annotations.NullMarked;
