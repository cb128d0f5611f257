@NullMarked
package roundhouse.featureengine.stream.store;

import org.jspecify.annotations.NullMarked;
