/// The oracle: a plan's values computed the plain and slow way, straight from their meaning. Start
/// at [Interpreter].
@NullMarked
package roundhouse.featureengine.language.interpreter;

import org.jspecify.annotations.NullMarked;
