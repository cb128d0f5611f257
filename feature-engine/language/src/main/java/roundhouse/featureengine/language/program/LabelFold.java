package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;

/// Computes one label of a plan.
///
/// How to drive it: take asks in the order of ask.knownAt. Before each, apply every event of the
/// label's stream with `knownAt` ≤ [#readThrough], in the order of (knownAt, position), and none
/// other. Start at the first ask's knownAt − [#lookback].
///
/// Mutable, for one thread.
public final class LabelFold {
  private final Label label;
  private final int number;
  private final int stream;
  private final Duration lookback;
  private final Program program;
  private final EntityKind kind;
  private final CompiledAskMapper asks;
  private final EventIntake intake;
  private final EntityFolds folds;
  private final long[] key;
  private final long[] outputs;
  private final int askKnownAt;
  private long latestKnownAt = Long.MIN_VALUE;

  private LabelFold(Plan plan, int number, Set<String> uniqueStreams) {
    this.number = number;
    label = plan.labels().get(number);
    StreamSchema schema = plan.stream(label.history().stream());
    stream = plan.streams().indexOf(schema);
    lookback = schema.lateness();
    program = Program.of(plan);
    ValuePool pool = new ValuePool();
    kind =
        program.entities().stream()
            .filter(each -> each.label().equals(OptionalInt.of(number)))
            .findFirst()
            .orElseThrow();
    asks = program.newCompiledAskMapper(pool);
    intake = EventIntake.of(program, stream, pool, uniqueStreams);
    folds = new EntityFolds(kind.keys().size(), () -> program.newFold(kind.index(), pool));
    key = new long[kind.keys().size()];
    outputs = new long[program.outputWords()];
    askKnownAt = plan.askStream().indexOf(plan.askStream().knownAt());
  }

  /// A fold that keeps the ids of events to find copies of them.
  ///
  /// @param label its place in the plan's labels
  public static LabelFold of(Plan plan, int label) {
    return of(plan, label, Set.of());
  }

  /// A fold that trusts these streams to hold each event id once, which saves keeping ids.
  public static LabelFold of(Plan plan, int label, Set<String> uniqueStreams) {
    return new LabelFold(plan, label, uniqueStreams);
  }

  /// The place in the plan's streams of the stream that the outcome comes from.
  public int stream() {
    return stream;
  }

  /// How much earlier than an ask an event may have become known and still matter: it may hide a
  /// later copy of itself.
  public Duration lookback() {
    return lookback;
  }

  /// How long after an ask its label is final.
  public Duration maturity() {
    return label.maturity();
  }

  /// Takes an event in, unless it is refused.
  ///
  /// @throws IllegalStateException if an event with a later knownAt was applied before
  public Admission apply(Row event) {
    latestKnownAt = Sequence.next(latestKnownAt, intake.knownAt(event));
    Admission admission = intake.admit(event);
    if (admission == Admission.ACCEPTED) {
      intake.apply(event, kind.index(), folds);
    }
    return admission;
  }

  /// The instant, in microseconds, through which events must have been applied: ask.knownAt +
  /// maturity, itself included.
  public long readThrough(Row ask) {
    return asks.askTime(kind.index(), ask);
  }

  /// Puts the ask's label into that column.
  ///
  /// @throws IllegalStateException if an event was applied that became known after the maturity
  public void answer(Row row, RowSink columns, int column) {
    long end = readThrough(row);
    if (latestKnownAt > end) {
      throw new IllegalStateException(
          "Ask known at %d µs: an event known at %d µs was applied, after the label's maturity at %d µs; apply events only through readThrough(ask)"
              .formatted(row.longAt(askKnownAt), latestKnownAt, end));
    }
    EntityFold fold = asks.key(kind.index(), row, key, 0) ? folds.find(key, 0) : null;
    if (fold == null) {
      program.nothing(kind.index(), outputs, kind.outputAt());
    } else {
      fold.answer(end, outputs, kind.outputAt());
    }
    asks.label(number, outputs, 0, columns, column);
  }
}
