/// What a machine needs to run Roundhouse, looked for one by one. Start at [Doctor].
@NullMarked
package roundhouse.workers.cli.doctor;

import org.jspecify.annotations.NullMarked;
