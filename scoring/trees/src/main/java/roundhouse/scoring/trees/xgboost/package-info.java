/// Model files of XGBoost. Start at [XgboostModel].
@NullMarked
package roundhouse.scoring.trees.xgboost;

import org.jspecify.annotations.NullMarked;
