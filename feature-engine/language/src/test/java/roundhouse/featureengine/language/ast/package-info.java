/// Tests of the forms of a definition.
@NullMarked
package roundhouse.featureengine.language.ast;

import org.jspecify.annotations.NullMarked;
