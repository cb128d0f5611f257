/// Which topics events come by, as their owner wrote it down. Start at [TopicsFile].
@NullMarked
package roundhouse.featureengine.service.topics;

import org.jspecify.annotations.NullMarked;
