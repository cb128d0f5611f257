@NullMarked
package roundhouse.scoring.decision.meta;

import org.jspecify.annotations.NullMarked;
