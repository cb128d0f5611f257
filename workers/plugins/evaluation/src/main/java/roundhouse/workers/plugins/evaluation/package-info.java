/// The evaluation capability as a plugin: [EvaluationPlugin].
@NullMarked
package roundhouse.workers.plugins.evaluation;

import org.jspecify.annotations.NullMarked;
