/// Tests of the tree models; [GoldenModelsTest] compares with XGBoost itself.
@NullMarked
package roundhouse.scoring.trees;

import org.jspecify.annotations.NullMarked;
