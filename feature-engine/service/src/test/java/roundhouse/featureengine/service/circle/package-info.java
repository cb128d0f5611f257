/// From live events to the archive, from there to datasets and state, and back to live.
@NullMarked
package roundhouse.featureengine.service.circle;

import org.jspecify.annotations.NullMarked;
