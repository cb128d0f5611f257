/// The command line, `./roundhouse`: every job and every question of the platform as a command.
/// Start at [Roundhouse], which lists the commands; the others are one class each.
@NullMarked
package roundhouse.workers.cli;

import org.jspecify.annotations.NullMarked;
