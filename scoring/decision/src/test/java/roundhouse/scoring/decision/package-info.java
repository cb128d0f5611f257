/// Tests of the path from named values to a decision.
@NullMarked
package roundhouse.scoring.decision;

import org.jspecify.annotations.NullMarked;
