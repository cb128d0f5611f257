/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.service.archive;

import org.jspecify.annotations.NullMarked;
