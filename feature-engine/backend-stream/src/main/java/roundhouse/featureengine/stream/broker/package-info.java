/// A Kafka for one machine: [LocalBroker] runs the real one in this process, for tests, benchmarks
/// and the demo. Production brings its own; nothing else in this module knows this package.
@NullMarked
package roundhouse.featureengine.stream.broker;

import org.jspecify.annotations.NullMarked;
