/// Tests of the command line.
@NullMarked
package roundhouse.workers.cli;

import org.jspecify.annotations.NullMarked;
