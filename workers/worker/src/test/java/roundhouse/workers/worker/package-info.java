/// The worker as a real process against the real server, killed at every stage.
@NullMarked
package roundhouse.workers.worker;

import org.jspecify.annotations.NullMarked;
