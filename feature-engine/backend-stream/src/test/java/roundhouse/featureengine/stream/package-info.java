@NullMarked
package roundhouse.featureengine.stream;

import org.jspecify.annotations.NullMarked;
