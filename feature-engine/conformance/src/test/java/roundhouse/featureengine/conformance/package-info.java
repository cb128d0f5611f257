/// The same cases on every backend.
@NullMarked
package roundhouse.featureengine.conformance;

import org.jspecify.annotations.NullMarked;
