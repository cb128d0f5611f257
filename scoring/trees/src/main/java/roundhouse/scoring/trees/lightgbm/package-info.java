/// Model files of LightGBM. Start at [LightgbmModel].
@NullMarked
package roundhouse.scoring.trees.lightgbm;

import org.jspecify.annotations.NullMarked;
