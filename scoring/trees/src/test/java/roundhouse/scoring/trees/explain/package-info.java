@NullMarked
package roundhouse.scoring.trees.explain;

import org.jspecify.annotations.NullMarked;
