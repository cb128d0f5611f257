/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.batch.source;

import org.jspecify.annotations.NullMarked;
