/// Tests of the command line.
@NullMarked
package roundhouse.workers.cli.demo;

import org.jspecify.annotations.NullMarked;
