/// What the catalogue says of plans: what they read and cost, how two versions differ, whether a
/// stream's schema may follow another. Start at [FeatureSetDiff], [Lineage] or [SchemaEvolution].
@NullMarked
package roundhouse.featureengine.language.catalogue;

import org.jspecify.annotations.NullMarked;
