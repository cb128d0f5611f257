/// Writing topics to the object store, exactly once. Start at [Archiver].
@NullMarked
package roundhouse.featureengine.service.archive;

import org.jspecify.annotations.NullMarked;
