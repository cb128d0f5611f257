/// Tests of the local server against the real one.
@NullMarked
package roundhouse.temporal.server;

import org.jspecify.annotations.NullMarked;
