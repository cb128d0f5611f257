/// State stores that hold changes in memory until Kafka commits: [WriteBackStore].
@NullMarked
package roundhouse.featureengine.stream.store;

import org.jspecify.annotations.NullMarked;
