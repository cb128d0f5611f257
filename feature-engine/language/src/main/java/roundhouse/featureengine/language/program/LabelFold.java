package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.util.Set;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.KeyedHistories;
import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.TimeZones;

/// Computes one label of a plan.
///
/// How to drive it: take asks in the order of ask.knownAt. Before each, apply every event of the
/// label's stream with `knownAt` ≤ [#readThrough], in the order of (knownAt, position), and none
/// other. Start at the first ask's knownAt − [#lookback].
///
/// Mutable, for one thread.
public final class LabelFold {
  private final Label label;
  private final int stream;
  private final Duration lookback;
  private final long maturity;
  private final int askKnownAt;
  private final EventIntake intake;
  private final Step[] keySteps;
  private final KeyedHistories outcomes;
  private final Registers ask;
  private final ValueType type;
  private final int countRegister;
  private final int outcomeRegister;
  private long latestKnownAt = Long.MIN_VALUE;

  private LabelFold(Plan plan, int index, Set<String> uniqueStreams) {
    label = plan.labels().get(index);
    maturity = Micros.of(label.maturity());
    StreamSchema askStream = plan.askStream();
    askKnownAt = askStream.indexOf(askStream.knownAt());
    StreamSchema schema = plan.stream(label.history().stream());
    stream = plan.streams().indexOf(schema);
    lookback = schema.lateness();

    Lowering asks = new Lowering(Scope.ofAsk(askStream, plan.streams()));
    Lowering events = new Lowering(Scope.ofEvent(schema));
    Histories collected = new Histories(label.history(), events, asks);
    countRegister = collected.addCount(maturity);
    outcomeRegister = collected.addLatest(label.outcome(), schema, maturity);
    outcomes = new KeyedHistories(collected.specification(schema, schema.knownAt(), maturity));
    EventIntake.Builder builder =
        new EventIntake.Builder(schema, events, uniqueStreams.contains(schema.name()));
    builder.add(label.history().filter(), outcomes);
    intake = builder.build();
    keySteps = asks.cut();
    ask = asks.newRegisters();
    type = plan.labelColumns().get(index).type();
  }

  /// A fold that keeps the ids of events to find copies of them.
  ///
  /// @param label its place in the plan's labels
  public static LabelFold of(Plan plan, int label) {
    return of(plan, label, Set.of());
  }

  /// A fold that trusts these streams to hold each event id once, which saves keeping ids.
  public static LabelFold of(Plan plan, int label, Set<String> uniqueStreams) {
    TimeZones.requireSameData(plan);
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
    return intake.apply(event);
  }

  /// The instant, in microseconds, through which events must have been applied: ask.knownAt +
  /// maturity, itself included.
  public long readThrough(Row ask) {
    return Micros.plus(ask.longAt(askKnownAt), maturity);
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
    for (Step step : keySteps) {
      step.run(row, ask);
    }
    outcomes.answer(ask, end);
    if (ask.longAt(countRegister) > 0) {
      Cells.put(ask, outcomeRegister, type, columns, column);
      return;
    }
    switch (label.absence()) {
      case FALSE -> columns.putBoolean(column, false);
      case UNLABELLED -> columns.putNull(column);
    }
  }
}
