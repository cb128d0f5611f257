/// Tests of following the registry. Start at [TagFollowerTest].
@NullMarked
package roundhouse.scoring.server.tags;

import org.jspecify.annotations.NullMarked;
