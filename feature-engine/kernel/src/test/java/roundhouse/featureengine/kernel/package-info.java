/// Tests of the kernel. Start at [KeyedHistoriesTest].
@NullMarked
package roundhouse.featureengine.kernel;

import org.jspecify.annotations.NullMarked;
