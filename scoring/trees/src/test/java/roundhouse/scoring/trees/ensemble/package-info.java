/// Tests of the package of this name.
@NullMarked
package roundhouse.scoring.trees.ensemble;

import org.jspecify.annotations.NullMarked;
