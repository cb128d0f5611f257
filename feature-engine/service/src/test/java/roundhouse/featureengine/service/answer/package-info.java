/// Tests of the package of this name.
@NullMarked
package roundhouse.featureengine.service.answer;

import org.jspecify.annotations.NullMarked;
