/// What every Roundhouse process needs to talk to Temporal: [RoundhouseClient], the payloads'
/// format, the search attributes' check, and [CapabilityPlugin], which makes the worker of a
/// capability's queue.
@NullMarked
package roundhouse.temporal.runtime;

import org.jspecify.annotations.NullMarked;
