@NullMarked
package roundhouse.featureengine.language.state;

import org.jspecify.annotations.NullMarked;
