/// Following the registry's tags: which model each has, loaded and verified. Start at
/// [TagFollower].
@NullMarked
package roundhouse.scoring.server.tags;

import org.jspecify.annotations.NullMarked;
