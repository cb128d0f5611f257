/// Conditions that people write as text, `carrier = 'UA' and distance > 500`. Start at [Filter].
@NullMarked
package roundhouse.featureengine.language.filter;

import org.jspecify.annotations.NullMarked;
