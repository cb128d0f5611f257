/// What a person sees of the command line: results on standard output, progress on standard error.
/// Start at [Terminal].
@NullMarked
package roundhouse.workers.cli.terminal;

import org.jspecify.annotations.NullMarked;
