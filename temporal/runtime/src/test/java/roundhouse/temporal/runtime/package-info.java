/// Tests of payloads and connections.
@NullMarked
package roundhouse.temporal.runtime;

import org.jspecify.annotations.NullMarked;
