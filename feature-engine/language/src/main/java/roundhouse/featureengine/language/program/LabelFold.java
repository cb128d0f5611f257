package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.util.Set;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.language.plan.Plan;

/// Computes one label of a plan.
///
/// How to drive it: take asks in the order of ask.knownAt. Before each, apply every event of the
/// label's stream with `knownAt` ≤ [#readThrough], in the order of (knownAt, position). Start at
/// the first ask's knownAt − [#lookback].
///
/// Mutable, for one thread.
@SuppressWarnings("DoNotCallSuggester")
public final class LabelFold {

  private LabelFold() {}

  /// A fold that keeps the ids of events to find copies of them.
  ///
  /// @param label its place in the plan's labels
  public static LabelFold of(Plan plan, int label) {
    return of(plan, label, Set.of());
  }

  /// A fold that trusts these streams to hold each event id once, which saves keeping ids.
  public static LabelFold of(Plan plan, int label, Set<String> uniqueStreams) {
    throw new UnsupportedOperationException();
  }

  /// The place in the plan's streams of the stream that the outcome comes from.
  public int stream() {
    throw new UnsupportedOperationException();
  }

  /// How much earlier than an ask an event may have become known and still matter: it may hide a
  /// later copy of itself.
  public Duration lookback() {
    throw new UnsupportedOperationException();
  }

  /// How long after an ask its label is final.
  public Duration maturity() {
    throw new UnsupportedOperationException();
  }

  /// Takes an event in, unless it is refused.
  ///
  /// @throws IllegalStateException if an event with a later knownAt was applied before
  public Admission apply(Row event) {
    throw new UnsupportedOperationException();
  }

  /// The instant, in microseconds, through which events must have been applied: ask.knownAt +
  /// maturity, itself included.
  public long readThrough(Row ask) {
    throw new UnsupportedOperationException();
  }

  /// Puts the ask's label into that column.
  public void answer(Row ask, RowSink columns, int column) {
    throw new UnsupportedOperationException();
  }
}
