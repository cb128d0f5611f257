/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.batch.archive;

import org.jspecify.annotations.NullMarked;
