/// The flat form of a tree model that is scored in production. Start at [TreeImage].
@NullMarked
package roundhouse.scoring.trees.image;

import org.jspecify.annotations.NullMarked;
