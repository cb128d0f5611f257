package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.KeyedHistories;
import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.TimeZones;

/// Computes a plan's features from events in the order in which they became known. A backend owns
/// that order and where rows come from; every value comes from here.
///
/// How to drive it: take asks in the order of ask.knownAt. Before each, apply every event with
/// `knownAt` < [#visibleBefore], in the order of (knownAt, position), and none other. Start at the
/// first ask's knownAt − [#lookback]. Rows have the fields of the plan's schemas, in their order.
///
/// Mutable, for one thread.
public final class FeatureFold {
  private final StreamSchema askStream;
  private final long askLateness;
  private final long lag;
  private final int askEventTime;
  private final int askKnownAt;
  private final EventIntake[] intakes;
  private final Duration[] lookbacks;
  private final Step[] keySteps;
  private final KeyedHistories[] histories;
  private final Step[] valueSteps;
  private final Registers ask;
  private final ValueType[] columnTypes;
  private final int[] columnRegisters;
  private long latestKnownAt = Long.MIN_VALUE;

  private FeatureFold(Plan plan, Set<String> uniqueStreams) {
    askStream = plan.askStream();
    askLateness = Micros.of(askStream.lateness());
    lag = Micros.of(plan.lag());
    askEventTime = askStream.indexOf(askStream.eventTime());
    askKnownAt = askStream.indexOf(askStream.knownAt());

    Lowering asks = new Lowering(Scope.ofAsk(askStream, plan.streams()));
    List<KeyedHistories> keyed = new ArrayList<>();
    List<EventIntake> takers = new ArrayList<>();
    List<Duration> lookingBack = new ArrayList<>();
    for (StreamSchema stream : plan.streams()) {
      StreamFold fold = new StreamFold(plan, stream, asks, uniqueStreams.contains(stream.name()));
      keyed.addAll(fold.histories());
      takers.add(fold.intake());
      lookingBack.add(fold.lookback());
    }
    intakes = takers.toArray(EventIntake[]::new);
    lookbacks = lookingBack.toArray(Duration[]::new);
    histories = keyed.toArray(KeyedHistories[]::new);
    keySteps = asks.cut();
    columnRegisters =
        plan.features().stream().mapToInt(feature -> asks.register(feature.value())).toArray();
    columnTypes = plan.columns().stream().map(Column::type).toArray(ValueType[]::new);
    valueSteps = asks.cut();
    ask = asks.newRegisters();
  }

  /// A fold that keeps the ids of events to find copies of them.
  public static FeatureFold of(Plan plan) {
    return of(plan, Set.of());
  }

  /// A fold that trusts these streams to hold each event id once, which saves keeping ids.
  public static FeatureFold of(Plan plan, Set<String> uniqueStreams) {
    TimeZones.requireSameData(plan);
    return new FeatureFold(plan, uniqueStreams);
  }

  /// How much earlier than an ask an event of that stream may have become known and still matter to
  /// its features; zero for a stream that only labels read.
  ///
  /// @param stream its place in the plan's streams
  public Duration lookback(int stream) {
    return lookbacks[stream];
  }

  /// Takes an event in, unless it is refused; the caller counts what is.
  ///
  /// @throws IllegalStateException if an event with a later knownAt was applied before
  public Admission apply(int stream, Row event) {
    EventIntake intake = intakes[stream];
    latestKnownAt = Sequence.next(latestKnownAt, intake.knownAt(event));
    return intake.apply(event);
  }

  /// Whether the ask may be answered: one that is late or before its time is refused as an event
  /// is.
  public Admission admit(Row ask) {
    return Admission.ofTimes(ask.longAt(askEventTime), ask.longAt(askKnownAt), askLateness);
  }

  /// Events known before this instant, in microseconds, are visible to the ask, and no others.
  public long visibleBefore(Row ask) {
    return Micros.minus(ask.longAt(askKnownAt), lag);
  }

  /// Puts the ask's features, column i being the plan's feature i.
  ///
  /// @throws IllegalStateException if an event was applied that this ask may not see
  /// @throws IllegalArgumentException if the ask is one that [#admit] refuses
  public void answer(Row row, RowSink columns) {
    requireAnswerable(row);
    long askTime = row.longAt(askEventTime);
    for (Step step : keySteps) {
      step.run(row, ask);
    }
    for (KeyedHistories keyed : histories) {
      keyed.answer(ask, askTime);
    }
    for (Step step : valueSteps) {
      step.run(row, ask);
    }
    for (int i = 0; i < columnRegisters.length; i++) {
      Cells.put(ask, columnRegisters[i], columnTypes[i], columns, i);
    }
  }

  private void requireAnswerable(Row row) {
    if (latestKnownAt != Long.MIN_VALUE && latestKnownAt >= visibleBefore(row)) {
      throw new IllegalStateException(
          "Ask known at %d µs: an event known at %d µs was applied, and only those before %d µs are visible; apply events only up to visibleBefore(ask)"
              .formatted(row.longAt(askKnownAt), latestKnownAt, visibleBefore(row)));
    }
    if (admit(row) != Admission.ACCEPTED) {
      throw new IllegalArgumentException(
          "Ask of stream '%s': event time %d µs, known at %d µs; expected at most %s between them; refuse asks that admit() does not accept"
              .formatted(
                  askStream.name(),
                  row.longAt(askEventTime),
                  row.longAt(askKnownAt),
                  Duration.of(askLateness, ChronoUnit.MICROS)));
    }
  }

  /// What one stream contributes: its histories, and the intake that feeds them.
  private static final class StreamFold {
    private final EventIntake intake;
    private final List<KeyedHistories> histories = new ArrayList<>();
    private long longestWindow;
    private final Duration lateness;

    StreamFold(Plan plan, StreamSchema stream, Lowering asks, boolean isUnique) {
      Lowering events = new Lowering(Scope.ofEvent(stream));
      EventIntake.Builder builder = new EventIntake.Builder(stream, events, isUnique);
      lateness = plan.askStream().lateness().plus(stream.lateness());
      Map<History, List<Aggregation>> byHistory = aggregationsByHistory(plan, stream);
      byHistory.forEach(
          (history, aggregations) -> {
            Histories collected = new Histories(history, events, asks);
            aggregations.forEach(collected::add);
            longestWindow = Math.max(longestWindow, collected.longestWindow());
            long retention = collected.longestWindow() + Micros.of(plan.askStream().lateness());
            KeyedHistories keyed =
                new KeyedHistories(collected.specification(stream, stream.eventTime(), retention));
            histories.add(keyed);
            builder.add(history.filter(), keyed);
          });
      intake = builder.build();
    }

    EventIntake intake() {
      return intake;
    }

    List<KeyedHistories> histories() {
      return histories;
    }

    Duration lookback() {
      return longestWindow == 0
          ? Duration.ZERO
          : Duration.of(longestWindow, ChronoUnit.MICROS).plus(lateness);
    }

    private static Map<History, List<Aggregation>> aggregationsByHistory(
        Plan plan, StreamSchema stream) {
      Map<History, List<Aggregation>> byHistory = new LinkedHashMap<>();
      for (Feature feature : plan.features()) {
        Subexpressions.forEach(
            feature.value(),
            part -> {
              if (part instanceof Aggregation aggregation
                  && aggregation.history().stream().equals(stream.name())) {
                List<Aggregation> others =
                    byHistory.computeIfAbsent(aggregation.history(), _ -> new ArrayList<>());
                if (!others.contains(aggregation)) {
                  others.add(aggregation);
                }
              }
            });
      }
      return byHistory;
    }
  }
}
