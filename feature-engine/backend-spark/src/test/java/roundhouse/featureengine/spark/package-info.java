@NullMarked
package roundhouse.featureengine.spark;

import org.jspecify.annotations.NullMarked;
