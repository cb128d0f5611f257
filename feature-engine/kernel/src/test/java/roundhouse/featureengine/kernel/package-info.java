/// Tests of the kernel. Start at [ExactSumTest].
@NullMarked
package roundhouse.featureengine.kernel;

import org.jspecify.annotations.NullMarked;
