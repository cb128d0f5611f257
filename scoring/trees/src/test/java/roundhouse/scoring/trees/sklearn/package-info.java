/// Tests of scikit-learn's models; [SklearnGoldenTest] compares with scikit-learn itself.
@NullMarked
package roundhouse.scoring.trees.sklearn;

import org.jspecify.annotations.NullMarked;
