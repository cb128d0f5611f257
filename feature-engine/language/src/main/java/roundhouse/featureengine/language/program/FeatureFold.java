package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.util.Set;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.language.plan.Plan;

/// Computes a plan's features from events in the order in which they became known. A backend owns
/// that order and where rows come from; every value comes from here.
///
/// How to drive it: take asks in the order of ask.knownAt. Before each, apply every event with
/// `knownAt` < [#visibleBefore], in the order of (knownAt, position), and none other. Start at the
/// first ask's knownAt − [#lookback]. Rows have the fields of the plan's schemas, in their order.
///
/// Mutable, for one thread.
@SuppressWarnings("DoNotCallSuggester")
public final class FeatureFold {

  private FeatureFold() {}

  /// A fold that keeps the ids of events to find copies of them.
  public static FeatureFold of(Plan plan) {
    return of(plan, Set.of());
  }

  /// A fold that trusts these streams to hold each event id once, which saves keeping ids.
  public static FeatureFold of(Plan plan, Set<String> uniqueStreams) {
    throw new UnsupportedOperationException();
  }

  /// How much earlier than an ask an event of that stream may have become known and still matter to
  /// its features; zero for a stream that only labels read.
  ///
  /// @param stream its place in the plan's streams
  public Duration lookback(int stream) {
    throw new UnsupportedOperationException();
  }

  /// Takes an event in, unless it is refused; the caller counts what is.
  ///
  /// @throws IllegalStateException if an event with a later knownAt was applied before
  public Admission apply(int stream, Row event) {
    throw new UnsupportedOperationException();
  }

  /// Events known before this instant, in microseconds, are visible to the ask, and no others.
  public long visibleBefore(Row ask) {
    throw new UnsupportedOperationException();
  }

  /// Puts the ask's features, column i being the plan's feature i.
  ///
  /// @throws IllegalStateException if an event was applied that this ask may not see
  public void answer(Row ask, RowSink columns) {
    throw new UnsupportedOperationException();
  }
}
