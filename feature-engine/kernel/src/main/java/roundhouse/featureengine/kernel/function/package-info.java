/// What compiled expressions call for the operations that are more than an instruction or two: pure
/// static functions of values that are not null. Their meaning is that of the records of
/// `language.ast.Expression`; the interpreter has its own form of each. Start at [Decimals].
@NullMarked
package roundhouse.featureengine.kernel.function;

import org.jspecify.annotations.NullMarked;
