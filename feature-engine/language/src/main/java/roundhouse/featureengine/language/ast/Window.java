package roundhouse.featureengine.language.ast;

import java.time.Duration;

/// Which part of a history counts, by event time relative to the ask's.
public sealed interface Window {

  /// The events in (ask.eventTime − length, ask.eventTime], to the microsecond.
  record Exact(Duration length) implements Window {}

  /// The events in whole steps of time, counted from the epoch: an event counts iff ⌊ask.eventTime
  /// ÷ step⌋ − length ÷ step < ⌊event.eventTime ÷ step⌋ ≤ ⌊ask.eventTime ÷ step⌋. So the step that
  /// the ask lies in counts as a whole, an event later than the ask in it included, and of the
  /// oldest step nothing is cut off. A key's state is bounded by length ÷ step partial results
  /// instead of by its events; only changes need the events.
  ///
  /// @param step divides the length
  record Stepped(Duration length, Duration step) implements Window {}

  /// All events with eventTime ≤ ask.eventTime.
  record Ever() implements Window {}
}
