package roundhouse.featureengine.language.ast;

import java.time.Duration;

/// Which part of a history counts, by event time relative to the ask's.
public sealed interface Window {

  /// The events in (ask.eventTime − length, ask.eventTime], to the microsecond.
  record Exact(Duration length) implements Window {}
}
