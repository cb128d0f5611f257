/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.service.topics;

import org.jspecify.annotations.NullMarked;
