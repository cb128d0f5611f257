/// Tests of the command line.
@NullMarked
package roundhouse.workers.cli.terminal;

import org.jspecify.annotations.NullMarked;
