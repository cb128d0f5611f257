/// Tests of what the catalogue says of plans, on [CardFraud].
@NullMarked
package roundhouse.featureengine.language.catalogue;

import org.jspecify.annotations.NullMarked;
