package roundhouse.featureengine.language.ast;

import java.time.Duration;

/// The outcome of an ask: a value of the last event of its entity, by (eventTime, event id), among
/// those that became known in (ask.knownAt, ask.knownAt + maturity].
///
/// @param outcome computed from that event; it may be null there
/// @param maturity how long after the ask the outcome may still change
public record Label(
    String name, History history, Expression outcome, Duration maturity, Absence absence) {

  /// What it means that no such event came.
  public enum Absence {
    /// The label is false: no news is good news.
    FALSE,
    /// The label is null, and the ask is not trained on.
    UNLABELLED
  }
}
