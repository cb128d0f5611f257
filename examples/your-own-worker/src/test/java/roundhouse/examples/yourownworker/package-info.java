/// The example, run against the real server.
@NullMarked
package roundhouse.examples.yourownworker;

import org.jspecify.annotations.NullMarked;
