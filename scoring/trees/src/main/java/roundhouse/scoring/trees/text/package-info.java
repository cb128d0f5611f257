/// Model files of lines `name=value`. Start at [Section].
@NullMarked
package roundhouse.scoring.trees.text;

import org.jspecify.annotations.NullMarked;
