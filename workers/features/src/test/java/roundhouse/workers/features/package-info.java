/// Tests of the package of this name.
@NullMarked
package roundhouse.workers.features;

import org.jspecify.annotations.NullMarked;
