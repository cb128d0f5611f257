/// Tests of the flat form: [ImageTest] compares with the plain evaluator.
@NullMarked
package roundhouse.scoring.trees.image;

import org.jspecify.annotations.NullMarked;
