package roundhouse.featureengine.language.interpreter;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.plan.TimeZones;

/// Computes features and labels of single asks from all events at once. Every other way of
/// computing them must give the same bits.
///
/// Shares no code with the kernel. Cost: every event for every ask.
public final class Interpreter {
  private final Plan plan;

  /// The events that are not refused, by stream, each a map of its fields.
  private final Map<String, List<Event>> events;

  private Interpreter(Plan plan, Map<String, List<Event>> events) {
    this.plan = plan;
    this.events = events;
  }

  /// An interpreter over these events and no others.
  ///
  /// @param events for each of the plan's streams its events, in the order of their positions
  public static Interpreter of(Plan plan, List<? extends List<? extends Row>> events) {
    TimeZones.requireSameData(plan);
    Map<String, List<Event>> admitted =
        IntStream.range(0, plan.streams().size())
            .boxed()
            .collect(
                Collectors.toMap(
                    i -> plan.streams().get(i).name(),
                    i -> admitted(plan.streams().get(i), events.get(i))));
    return new Interpreter(plan, admitted);
  }

  /// The ask's features, in the plan's order.
  public ArrayRow features(Row ask) {
    Event asked = Event.of(plan.askStream(), ask);
    return ArrayRow.of(
        plan.features().stream()
            .map(Feature::value)
            .<@Nullable Object>map(value -> evaluate(value, asked))
            .toArray());
  }

  /// The ask's labels, in the plan's order.
  public ArrayRow labels(Row ask) {
    Event asked = Event.of(plan.askStream(), ask);
    return ArrayRow.of(
        plan.labels().stream().<@Nullable Object>map(label -> label(label, asked)).toArray());
  }

  private @Nullable Object evaluate(Expression expression, Event ask) {
    return Evaluation.of(expression, ask.fields(), aggregation -> aggregate(aggregation, ask));
  }

  private @Nullable Object aggregate(Aggregation aggregation, Event ask) {
    List<Event> visible =
        history(aggregation.history(), ask).stream()
            .filter(event -> event.knownAt() < ask.knownAt() - micros(plan.lag()))
            .filter(event -> isWithin(aggregation.window(), event, ask))
            .sorted()
            .toList();
    Aggregate aggregate = aggregation.aggregate();
    return switch (aggregate) {
      case Aggregate.Count _ -> (long) visible.size();
      case Aggregate.Sum sum -> Fold.sum(values(sum.value(), visible));
      case Aggregate.Mean mean -> Fold.mean(values(mean.value(), visible));
      case Aggregate.Min min -> Fold.min(values(min.value(), visible));
      case Aggregate.Max max -> Fold.max(values(max.value(), visible));
      case Aggregate.First first ->
          visible.isEmpty() ? null : valueOf(first.value(), visible.getFirst());
      case Aggregate.Last last ->
          visible.isEmpty() ? null : valueOf(last.value(), visible.getLast());
      case Aggregate.Distinct distinct -> Fold.distinct(values(distinct.value(), visible));
      case Aggregate.Share share -> Fold.share(values(share.condition(), visible));
      case Aggregate.MinutesSinceLast _ ->
          visible.isEmpty()
              ? null
              : (ask.eventTime() - visible.getLast().eventTime()) / 60_000_000.0;
      default -> throw new UnsupportedOperationException("Not interpreted yet: " + aggregate);
    };
  }

  private @Nullable Object label(Label label, Event ask) {
    List<Event> outcomes =
        history(label.history(), ask).stream()
            .filter(event -> event.knownAt() > ask.knownAt())
            .filter(event -> event.knownAt() - micros(label.maturity()) <= ask.knownAt())
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

  private List<Event> history(History history, Event ask) {
    return Objects.requireNonNull(events.get(history.stream())).stream()
        .filter(event -> history.keys().stream().allMatch(key -> isSame(key, event, ask)))
        .filter(event -> Boolean.TRUE.equals(valueOf(history.filter(), event)))
        .toList();
  }

  private static boolean isSame(History.KeyMatch key, Event event, Event ask) {
    Object left = valueOf(key.event(), event);
    return left != null && left.equals(valueOf(key.ask(), ask));
  }

  private static boolean isWithin(Window window, Event event, Event ask) {
    return switch (window) {
      case Window.Stepped _, Window.Ever _ -> throw new UnsupportedOperationException();
      case Window.Exact exact ->
          event.eventTime() <= ask.eventTime()
              && event.eventTime() > ask.eventTime() - micros(exact.length());
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

  /// The events that count: not late, not before their time, each id once within the lateness.
  private static List<Event> admitted(StreamSchema stream, List<? extends Row> rows) {
    Map<Object, Long> knownAtById = new HashMap<>();
    List<Event> admitted = new ArrayList<>();
    for (Row row : rows) {
      Event event = Event.of(stream, row);
      long lateness = micros(stream.lateness());
      boolean inTime =
          event.eventTime() <= event.knownAt() && event.knownAt() - event.eventTime() <= lateness;
      Long original = knownAtById.get(event.id());
      boolean isCopy = original != null && event.knownAt() - original <= lateness;
      if (inTime && !isCopy) {
        knownAtById.put(event.id(), event.knownAt());
        admitted.add(event);
      }
    }
    return admitted;
  }

  private static long micros(Duration length) {
    return length.dividedBy(ChronoUnit.MICROS.getDuration());
  }
}
