package roundhouse.featureengine.language.interpreter;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.TimeZones;

/// Computes features and labels of single asks from all events at once. Every other way of
/// computing them must give the same bits.
///
/// Shares no code with the kernel but the form of rows. Cost: every event for every ask.
public final class Interpreter {
  private final Plan plan;

  /// The events that are not refused, by stream.
  private final Map<String, List<Admitted>> events;

  private Interpreter(Plan plan, Map<String, List<Admitted>> events) {
    this.plan = plan;
    this.events = events;
  }

  /// An interpreter over these events and no others, each stream's from one partition.
  ///
  /// @param events for each of the plan's streams its events, in the order of their positions
  public static Interpreter of(Plan plan, List<? extends List<? extends Row>> events) {
    return ofSources(plan, events.stream().map(Interpreter::onePartition).toList());
  }

  /// An interpreter over these events and no others.
  ///
  /// @param events for each of the plan's streams its events, those of one partition in the order
  ///   of their offsets
  public static Interpreter ofSources(Plan plan, List<List<SourceEvent>> events) {
    TimeZones.requireSameData(plan);
    Map<String, List<Admitted>> admitted = new HashMap<>();
    for (int i = 0; i < plan.streams().size(); i++) {
      admitted.put(plan.streams().get(i).name(), Admitted.of(plan.streams().get(i), events.get(i)));
    }
    return new Interpreter(plan, admitted);
  }

  private static List<SourceEvent> onePartition(List<? extends Row> rows) {
    List<SourceEvent> events = new ArrayList<>();
    rows.forEach(row -> events.add(new SourceEvent(0, events.size(), row)));
    return events;
  }

  /// The ask's features in the plan's order, as known: of the events known before the ask, less the
  /// lag.
  public ArrayRow features(Row ask) {
    Event asked = Event.of(plan.askStream(), ask);
    long before = asked.knownAt() - micros(plan.lag());
    return features(asked, (_, event) -> event.visibleFrom() < before);
  }

  /// The ask's features in the plan's order, as served: of the events at or before the positions
  /// that the served answer recorded.
  public ArrayRow features(Row ask, ServedPositions served) {
    return features(
        Event.of(plan.askStream(), ask),
        (history, event) -> event.offset() <= served.lastApplied(history, event.partition()));
  }

  private ArrayRow features(Event ask, BiPredicate<History, Admitted> isVisible) {
    return row(
        plan.features().stream()
            .map(Feature::value)
            .<@Nullable Object>map(
                value ->
                    Evaluation.of(
                        value, ask.fields(), aggregation -> aggregate(aggregation, ask, isVisible)))
            .toArray());
  }

  /// The ask's labels, in the plan's order.
  public ArrayRow labels(Row ask) {
    Event asked = Event.of(plan.askStream(), ask);
    return row(
        plan.labels().stream().<@Nullable Object>map(label -> label(label, asked)).toArray());
  }

  private static ArrayRow row(@Nullable Object[] values) {
    @Nullable Object[] cells = new @Nullable Object[values.length];
    for (int i = 0; i < values.length; i++) {
      cells[i] = Cell.of(values[i]);
    }
    return ArrayRow.of(cells);
  }

  private @Nullable Object aggregate(
      Aggregation aggregation, Event ask, BiPredicate<History, Admitted> isVisible) {
    History history = aggregation.history();
    List<Event> events =
        history(history, ask).stream()
            .filter(event -> isVisible.test(history, event))
            .map(Admitted::event)
            .filter(event -> isWithin(aggregation.window(), event, ask))
            .sorted()
            .toList();
    return aggregate(aggregation.aggregate(), events, ask);
  }

  /// @param events in their order
  private static @Nullable Object aggregate(Aggregate aggregate, List<Event> events, Event ask) {
    return switch (aggregate) {
      case Aggregate.Count _ -> (long) events.size();
      case Aggregate.Sum sum -> Fold.sum(values(sum.value(), events));
      case Aggregate.Mean mean -> Fold.mean(values(mean.value(), events));
      case Aggregate.Variance variance ->
          Fold.variance(values(variance.value(), events), variance.spread());
      case Aggregate.StandardDeviation deviation ->
          Fold.standardDeviation(values(deviation.value(), events), deviation.spread());
      case Aggregate.Min min -> Fold.min(values(min.value(), events));
      case Aggregate.Max max -> Fold.max(values(max.value(), events));
      case Aggregate.First first ->
          events.isEmpty() ? null : valueOf(first.value(), events.getFirst());
      case Aggregate.Last last -> events.isEmpty() ? null : valueOf(last.value(), events.getLast());
      case Aggregate.LastK last -> last(last, events);
      case Aggregate.Distinct distinct -> Fold.distinct(values(distinct.value(), events));
      case Aggregate.DistinctUpTo distinct ->
          Math.min(Fold.distinct(values(distinct.value(), events)), distinct.bound() + 1L);
      case Aggregate.DistinctAbout distinct ->
          Sketches.distinctAbout(values(distinct.value(), events), distinct.precision());
      case Aggregate.Quantile quantile ->
          Sketches.quantile(values(quantile.value(), events), quantile);
      case Aggregate.TopK top -> Fold.top(values(top.value(), events), top.count());
      case Aggregate.Histogram histogram ->
          Fold.histogram(values(histogram.value(), events), histogram.boundaries());
      case Aggregate.DecayedSum sum -> decayedSum(sum, events, ask);
      case Aggregate.Share share -> Fold.share(values(share.condition(), events));
      case Aggregate.MinutesSinceLast _ ->
          events.isEmpty() ? null : (ask.eventTime() - events.getLast().eventTime()) / 60_000_000.0;
      case Aggregate.TimeSinceLast since ->
          events.isEmpty()
              ? null
              : (double) (ask.eventTime() - events.getLast().eventTime()) / since.unit().micros();
      case Aggregate.Changes changes -> Fold.changes(values(changes.value(), events));
    };
  }

  private static List<@Nullable Object> last(Aggregate.LastK last, List<Event> events) {
    List<@Nullable Object> values = new ArrayList<>();
    events.reversed().stream()
        .limit(last.count())
        .forEach(event -> values.add(valueOf(last.value(), event)));
    return Collections.unmodifiableList(values);
  }

  private static @Nullable Object decayedSum(
      Aggregate.DecayedSum sum, List<Event> events, Event ask) {
    List<Event> valued =
        events.stream().filter(event -> valueOf(sum.value(), event) != null).toList();
    return Fold.decayedSum(
        values(sum.value(), valued),
        valued.stream().map(Event::eventTime).toList(),
        sum.halfLife(),
        ask.eventTime());
  }

  private @Nullable Object label(Label label, Event ask) {
    List<Event> outcomes =
        history(label.history(), ask).stream()
            .filter(event -> event.visibleFrom() > ask.knownAt())
            .filter(event -> event.visibleFrom() - micros(label.maturity()) <= ask.knownAt())
            .map(Admitted::event)
            .sorted()
            .toList();
    if (!outcomes.isEmpty()) {
      return valueOf(label.outcome(), outcomes.getLast());
    }
    return switch (label.absence()) {
      case FALSE -> false;
      case UNLABELLED -> null;
    };
  }

  private List<Admitted> history(History history, Event ask) {
    return Objects.requireNonNull(events.get(history.stream())).stream()
        .filter(each -> history.keys().stream().allMatch(key -> isSame(key, each.event(), ask)))
        .filter(each -> Boolean.TRUE.equals(valueOf(history.filter(), each.event())))
        .toList();
  }

  private static boolean isSame(History.KeyMatch key, Event event, Event ask) {
    Object left = valueOf(key.event(), event);
    return left != null && left.equals(valueOf(key.ask(), ask));
  }

  private static boolean isWithin(Window window, Event event, Event ask) {
    return switch (window) {
      case Window.Exact exact ->
          event.eventTime() <= ask.eventTime()
              && event.eventTime() > ask.eventTime() - micros(exact.length());
      case Window.Stepped stepped -> {
        long step = micros(stepped.step());
        long asked = Math.floorDiv(ask.eventTime(), step);
        long happened = Math.floorDiv(event.eventTime(), step);
        yield happened <= asked && happened > asked - micros(stepped.length()) / step;
      }
      case Window.Ever _ -> event.eventTime() <= ask.eventTime();
    };
  }

  private static List<Object> values(Expression value, List<Event> events) {
    return events.stream()
        .<@Nullable Object>map(event -> valueOf(value, event))
        .filter(Objects::nonNull)
        .<Object>map(Objects::requireNonNull)
        .toList();
  }

  private static @Nullable Object valueOf(Expression expression, Event event) {
    return Evaluation.of(
        expression,
        event.fields(),
        _ -> {
          throw new IllegalStateException("Not checked before: an aggregate of an event");
        });
  }

  private static long micros(Duration length) {
    return length.dividedBy(ChronoUnit.MICROS.getDuration());
  }
}
