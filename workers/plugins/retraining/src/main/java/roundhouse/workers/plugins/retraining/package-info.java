/// The retraining capability as a plugin: [RetrainingPlugin].
@NullMarked
package roundhouse.workers.plugins.retraining;

import org.jspecify.annotations.NullMarked;
