/// Tests of what the oracle sees; what it computes is tested with the words of the language.
@NullMarked
package roundhouse.featureengine.language.interpreter;

import org.jspecify.annotations.NullMarked;
