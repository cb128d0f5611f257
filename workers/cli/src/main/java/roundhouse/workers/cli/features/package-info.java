/// The catalogue of feature sets: publishing, describing, comparing and retiring them. Start at
/// [FeatureSets].
@NullMarked
package roundhouse.workers.cli.features;

import org.jspecify.annotations.NullMarked;
