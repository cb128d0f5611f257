/// What a feature's value is: aggregates, windows, order and identity of events, and the state kept
/// for each entity. Nothing here knows a plan, a file or a topic, and no backend computes a value
/// outside of it. Start at [KeyedHistories].
@NullMarked
package roundhouse.featureengine.kernel;

import org.jspecify.annotations.NullMarked;
