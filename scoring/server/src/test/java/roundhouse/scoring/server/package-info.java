/// Tests of the running scorer. Start at [ScoringTest].
@NullMarked
package roundhouse.scoring.server;

import org.jspecify.annotations.NullMarked;
