/// Events as bytes: what a topic's records are ([EventTopic], [EventFormat]), and how one becomes a
/// row ([EventDecoder]). The one decoder and the one rule of what is poison, for the stream
/// application and for the archiver alike: they must agree on which events exist.
@NullMarked
package roundhouse.featureengine.stream.event;

import org.jspecify.annotations.NullMarked;
