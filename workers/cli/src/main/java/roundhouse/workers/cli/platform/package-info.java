/// What the commands share: where the platform is, what a person typed, the jobs they start and how
/// failures are told. Start at [Platform].
@NullMarked
package roundhouse.workers.cli.platform;

import org.jspecify.annotations.NullMarked;
