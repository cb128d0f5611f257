/// Trainings by XGBoost4J, for machines without Python. Start at [JvmTrainer]; the program that it
/// starts is [XgboostProgram].
@NullMarked
package roundhouse.activities.training.jvm;

import org.jspecify.annotations.NullMarked;
