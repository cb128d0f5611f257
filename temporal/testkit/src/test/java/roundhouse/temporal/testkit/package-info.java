/// Tests of the plugins' worker on the real server, and of the kit's own parts.
@NullMarked
package roundhouse.temporal.testkit;

import org.jspecify.annotations.NullMarked;
