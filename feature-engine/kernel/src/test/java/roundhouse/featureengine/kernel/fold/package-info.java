/// Tests of what folds are made of. Start at [PartialLawsTest].
@NullMarked
package roundhouse.featureengine.kernel.fold;

import org.jspecify.annotations.NullMarked;
