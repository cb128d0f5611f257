/// Types of expressions and what is wrong with a definition, all of it at once. Start at
/// [ExpressionCheck].
@NullMarked
package roundhouse.featureengine.language.check;

import org.jspecify.annotations.NullMarked;
