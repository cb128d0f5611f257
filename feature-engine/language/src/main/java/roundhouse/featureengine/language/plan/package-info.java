/// Everything that determines a feature set's values, checked, canonical and hashed. Start at
/// [Plan].
@NullMarked
package roundhouse.featureengine.language.plan;

import org.jspecify.annotations.NullMarked;
