@NullMarked
package roundhouse.featureengine.stream.intake;

import org.jspecify.annotations.NullMarked;
