/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.batch;

import org.jspecify.annotations.NullMarked;
