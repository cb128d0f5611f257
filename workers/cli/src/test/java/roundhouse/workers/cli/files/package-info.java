/// Tests of scoring files.
@NullMarked
package roundhouse.workers.cli.files;

import org.jspecify.annotations.NullMarked;
