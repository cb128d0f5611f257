/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.batch.engine;

import org.jspecify.annotations.NullMarked;
