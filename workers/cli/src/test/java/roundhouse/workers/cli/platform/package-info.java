/// Tests of the command line.
@NullMarked
package roundhouse.workers.cli.platform;

import org.jspecify.annotations.NullMarked;
