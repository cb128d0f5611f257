/// The scorer: follows the registry's tags, loads their models, answers over HTTP. Start at
/// [Scorer].
@NullMarked
package roundhouse.scoring.server;

import org.jspecify.annotations.NullMarked;
