/// A team's own worker that adds one Roundhouse capability with one line, and calls it from its own
/// workflow. Start at [YourOwnWorker].
@NullMarked
package roundhouse.examples.yourownworker;

import org.jspecify.annotations.NullMarked;
