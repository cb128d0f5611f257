@NullMarked
package roundhouse.featureengine.stream.event;

import org.jspecify.annotations.NullMarked;
