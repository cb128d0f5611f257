/// What the engine costs, beside its peers.
@NullMarked
package roundhouse.featureengine.benchmarks;

import org.jspecify.annotations.NullMarked;
