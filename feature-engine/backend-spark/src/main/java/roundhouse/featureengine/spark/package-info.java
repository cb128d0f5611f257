/// The Spark backend: the batch backend's values where one machine is too small.
@NullMarked
package roundhouse.featureengine.spark;

import org.jspecify.annotations.NullMarked;
