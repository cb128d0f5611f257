/// Why a row scores as it does: each feature's part of a margin. Start at [Contributions].
@NullMarked
package roundhouse.scoring.trees.explain;

import org.jspecify.annotations.NullMarked;
