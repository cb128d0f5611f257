/// Models of scikit-learn, from the text that the trainer's exporter writes of them. Start at
/// [SklearnModel].
@NullMarked
package roundhouse.scoring.trees.sklearn;

import org.jspecify.annotations.NullMarked;
