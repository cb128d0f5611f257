@NullMarked
package roundhouse.featureengine.stream.broker;

import org.jspecify.annotations.NullMarked;
