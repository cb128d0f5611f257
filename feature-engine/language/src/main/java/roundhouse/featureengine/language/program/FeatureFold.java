package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;

/// Computes a plan's features from events in the order in which they became known. A backend owns
/// that order and where rows come from; every value comes from here.
///
/// How to drive it: take asks in the order of ask.knownAt. Before each, apply every event with
/// `knownAt` < [#visibleBefore], in the order of (knownAt, position), and none other. Start at the
/// first ask's knownAt − [#lookback]. Rows have the fields of the plan's schemas, in their order.
///
/// Mutable, for one thread.
public final class FeatureFold {
  private final Program program;
  private final AskMapper asks;
  private final EventIntake[] intakes;
  private final EntityFolds[] folds;
  private final int[] outputAt;
  private final long[] key;
  private final long[] outputs;
  private long latestKnownAt = Long.MIN_VALUE;

  private FeatureFold(Plan plan, Set<String> uniqueStreams) {
    program = Program.of(plan);
    ValuePool pool = new ValuePool();
    asks = program.newAskMapper(pool);
    List<EntityKind> kinds =
        program.entities().stream().filter(kind -> kind.label().isEmpty()).toList();
    folds =
        kinds.stream()
            .map(
                kind ->
                    new EntityFolds(kind.keys().size(), () -> program.newFold(kind.index(), pool)))
            .toArray(EntityFolds[]::new);
    intakes = new EventIntake[plan.streams().size()];
    for (int i = 0; i < intakes.length; i++) {
      intakes[i] = EventIntake.of(program, i, pool, uniqueStreams);
    }
    outputAt = kinds.stream().mapToInt(EntityKind::outputAt).toArray();
    key = new long[kinds.stream().mapToInt(kind -> kind.keys().size()).max().orElse(0)];
    outputs = new long[program.outputWords()];
  }

  /// A fold that keeps the ids of events to find copies of them.
  public static FeatureFold of(Plan plan) {
    return of(plan, Set.of());
  }

  /// A fold that trusts these streams to hold each event id once, which saves keeping ids.
  public static FeatureFold of(Plan plan, Set<String> uniqueStreams) {
    return new FeatureFold(plan, uniqueStreams);
  }

  /// How much earlier than an ask an event of that stream may have become known and still matter to
  /// its features; zero for a stream that only labels read.
  ///
  /// @param stream its place in the plan's streams
  public Duration lookback(int stream) {
    return program.featureLookback(stream) == 0
        ? Duration.ZERO
        : Duration.of(program.lookbackMicros(stream), ChronoUnit.MICROS);
  }

  /// Takes an event in, unless it is refused; the caller counts what is.
  ///
  /// @throws IllegalStateException if an event with a later knownAt was applied before
  public Admission apply(int stream, Row event) {
    EventIntake intake = intakes[stream];
    long knownAt = intake.knownAt(event);
    latestKnownAt = Sequence.next(latestKnownAt, knownAt);
    Admission admission = intake.admit(event);
    if (admission == Admission.ACCEPTED) {
      intake.apply(event, folds);
    }
    return admission;
  }

  /// Whether the ask may be answered: one that is late or before its time is refused as an event
  /// is.
  public Admission admit(Row ask) {
    return asks.admit(ask);
  }

  /// Events known before this instant, in microseconds, are visible to the ask, and no others.
  public long visibleBefore(Row ask) {
    return asks.visibleBefore(ask);
  }

  /// Puts the ask's features, column i being the plan's feature i.
  ///
  /// @throws IllegalStateException if an event was applied that this ask may not see
  /// @throws IllegalArgumentException if the ask is one that [#admit] refuses
  public void answer(Row row, RowSink columns) {
    requireAnswerable(row);
    for (int i = 0; i < folds.length; i++) {
      EntityFold fold = asks.key(i, row, key, 0) ? folds[i].find(key, 0) : null;
      if (fold == null) {
        program.nothing(i, outputs, outputAt[i]);
      } else {
        fold.answer(asks.askTime(i, row), outputs, outputAt[i]);
      }
    }
    asks.features(row, outputs, 0, columns);
  }

  private void requireAnswerable(Row row) {
    StreamSchema askStream = program.plan().askStream();
    long askKnownAt = row.longAt(askStream.indexOf(askStream.knownAt()));
    if (latestKnownAt != Long.MIN_VALUE && latestKnownAt >= visibleBefore(row)) {
      throw new IllegalStateException(
          "Ask known at %d µs: an event known at %d µs was applied, and only those before %d µs are visible; apply events only up to visibleBefore(ask)"
              .formatted(askKnownAt, latestKnownAt, visibleBefore(row)));
    }
    if (admit(row) != Admission.ACCEPTED) {
      throw new IllegalArgumentException(
          "Ask of stream '%s': event time %d µs, known at %d µs; expected at most %s between them; refuse asks that admit() does not accept"
              .formatted(
                  askStream.name(),
                  row.longAt(askStream.indexOf(askStream.eventTime())),
                  askKnownAt,
                  askStream.lateness()));
    }
  }
}
