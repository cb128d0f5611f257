/// A Temporal for one machine: [DevServer] runs the real one, [TemporalCli] finds or obtains its
/// program, [NamespaceSetup] creates what Roundhouse needs in it, and [RetrainingSchedule] sets the
/// nights. [LocalServer] says which kind one got.
@NullMarked
package roundhouse.temporal.server;

import org.jspecify.annotations.NullMarked;
