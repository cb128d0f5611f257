/// Tests of what is refused, and with which words.
@NullMarked
package roundhouse.featureengine.language.check;

import org.jspecify.annotations.NullMarked;
