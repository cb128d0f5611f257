/// The state of entities on Kafka: re-keyed records ([EntityRecord]) come to an [EntityProcessor],
/// which folds them in an [EntityStore]. What is in memory is [LiveEntities]; what is in a store's
/// rows, [EntityRows].
@NullMarked
package roundhouse.featureengine.stream.entity;

import org.jspecify.annotations.NullMarked;
