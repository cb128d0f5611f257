/// Tests of the package of this name.
@NullMarked
package roundhouse.scoring.trees.xgboost;

import org.jspecify.annotations.NullMarked;
