/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.batch.dataset;

import org.jspecify.annotations.NullMarked;
