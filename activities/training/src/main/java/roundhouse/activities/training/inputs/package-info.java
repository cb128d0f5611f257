/// From a request and a dataset to a trainer's inputs: the hold-out cut, the input schema fitted,
/// rows encoded, golden rows chosen. Start at [Preparation].
@NullMarked
package roundhouse.activities.training.inputs;

import org.jspecify.annotations.NullMarked;
