/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.service.http;

import org.jspecify.annotations.NullMarked;
