/// How platform and trainer talk: a program of its own works in a run folder. Start at [Trainer];
/// [RunFolder] is the protocol.
@NullMarked
package roundhouse.activities.training.trainer;

import org.jspecify.annotations.NullMarked;
