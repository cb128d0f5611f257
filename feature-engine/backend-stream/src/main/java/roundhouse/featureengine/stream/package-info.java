/// The stream backend: a feature set version as a Kafka Streams application.
@NullMarked
package roundhouse.featureengine.stream;

import org.jspecify.annotations.NullMarked;
