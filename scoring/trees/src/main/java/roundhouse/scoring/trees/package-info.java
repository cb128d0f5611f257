/// Tree models as the scorer runs them: read from the file that the training library saved, checked
/// as hostile input, and evaluated to the library's own bits. Start at [TreeModelFile].
@NullMarked
package roundhouse.scoring.trees;

import org.jspecify.annotations.NullMarked;
