/// Tests of LightGBM's files; [LightgbmGoldenTest] compares with LightGBM itself.
@NullMarked
package roundhouse.scoring.trees.lightgbm;

import org.jspecify.annotations.NullMarked;
