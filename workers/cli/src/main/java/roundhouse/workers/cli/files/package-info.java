/// Scoring files of rows with a model file, with no platform behind it. Start at [FileScoring].
@NullMarked
package roundhouse.workers.cli.files;

import org.jspecify.annotations.NullMarked;
