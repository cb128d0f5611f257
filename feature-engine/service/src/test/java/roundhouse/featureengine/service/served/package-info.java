/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.service.served;

import org.jspecify.annotations.NullMarked;
