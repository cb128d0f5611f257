/// Tests of the package of this name.
@NullMarked
package roundhouse.activities.data;

import org.jspecify.annotations.NullMarked;
