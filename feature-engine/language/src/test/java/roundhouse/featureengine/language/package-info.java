/// Tests of the language. The example that most use is [Payments].
@NullMarked
package roundhouse.featureengine.language;

import org.jspecify.annotations.NullMarked;
