package roundhouse.featureengine.language.program;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityOutline.Part;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.OutputPlan;
import roundhouse.featureengine.language.program.EntityPlan.Put;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;
import roundhouse.featureengine.language.program.EntityPlans.OutputOf;

/// Says of a plan's entity kinds what their folds do.
final class EntityOutlines {
  private final Plan plan;
  private final EntityPlans gathered;

  EntityOutlines(Plan plan) {
    this.plan = plan;
    gathered = EntityPlans.of(plan);
  }

  List<EntityOutline> all() {
    return gathered.all().stream().map(this::outline).toList();
  }

  private EntityOutline outline(EntityPlan entity) {
    Map<HistoryPlan, Map<Computed, SequencedSet<String>>> readers = readers(entity);
    return new EntityOutline(
        entity.histories().stream()
            .map(
                history ->
                    new EntityOutline.History(
                        events(entity, history),
                        kept(history),
                        parts(Objects.requireNonNull(readers.get(history)))))
            .toList());
  }

  /// A value of a window.
  private record Computed(int window, String windowText, String value) {}

  private Map<HistoryPlan, Map<Computed, SequencedSet<String>>> readers(EntityPlan entity) {
    Map<HistoryPlan, Map<Computed, SequencedSet<String>>> readers = new LinkedHashMap<>();
    for (int i = 0; i < entity.outputs().size(); i++) {
      OutputPlan output = entity.outputs().get(i);
      WindowPlan window = output.window();
      Computed computed =
          new Computed(window.index(), ExpressionText.of(window.window()), value(output));
      readers
          .computeIfAbsent(output.history(), _ -> new LinkedHashMap<>())
          .computeIfAbsent(computed, _ -> new LinkedHashSet<>())
          .addAll(readers(entity, i));
    }
    return readers;
  }

  private List<String> readers(EntityPlan entity, int output) {
    OptionalInt label = entity.label();
    return label.isPresent()
        ? List.of(plan.labels().get(label.getAsInt()).name())
        : plan.features().stream()
            .filter(feature -> aggregations(feature).anyMatch(new OutputOf(entity, output)::equals))
            .map(Feature::name)
            .toList();
  }

  private Stream<OutputOf> aggregations(Feature feature) {
    List<OutputOf> read = new ArrayList<>();
    Subexpressions.forEach(
        feature.value(),
        part -> {
          if (part instanceof Aggregation aggregation) {
            read.add(gathered.outputs().get(aggregation));
          }
        });
    return read.stream();
  }

  /// Windows in their order, in each its values in theirs.
  private static List<Part> parts(Map<Computed, SequencedSet<String>> readers) {
    return readers.entrySet().stream()
        .sorted((one, other) -> Integer.compare(one.getKey().window(), other.getKey().window()))
        .map(
            entry ->
                new Part(
                    entry.getKey().windowText(),
                    entry.getKey().value(),
                    List.copyOf(entry.getValue())))
        .toList();
  }

  private static String events(EntityPlan entity, HistoryPlan history) {
    List<History.KeyMatch> keys =
        IntStream.range(0, entity.askKeys().size())
            .mapToObj(i -> new History.KeyMatch(history.feed.keys.get(i), entity.askKeys().get(i)))
            .toList();
    Expression filter =
        history.filter < 0 ? Expression.Literal.of(true) : history.feed.filters.get(history.filter);
    return ExpressionText.of(new History(history.feed.schema.name(), keys, filter));
  }

  private static String kept(HistoryPlan history) {
    return switch (history.past) {
      case RETAINED -> "each event %s: %s".formatted(retained(history), fields(history));
      case ABSORBED ->
          history.isAbsorbedAtOnce()
              ? "no event, only the values below"
              : "each event %s, then only the values below: %s"
                  .formatted(retained(history), fields(history));
      case TILED ->
          "no event, but for each %s, %s: %s"
              .formatted(
                  length(history.step),
                  retained(history),
                  history.ofTile().stream()
                      .map(component -> text(component, history))
                      .collect(Collectors.joining(", ")));
    };
  }

  private static String retained(HistoryPlan history) {
    return history.retention == Long.MAX_VALUE ? "for ever" : "for " + length(history.retention);
  }

  private static String length(long micros) {
    return ExpressionText.of(Duration.of(micros, ChronoUnit.MICROS));
  }

  /// What is kept of an event: its time, its id where an order needs it, and what is aggregated.
  private static String fields(HistoryPlan history) {
    Stream<String> values =
        history.lanes.stream().map(history.feed.values::get).map(ExpressionText::of);
    Stream<String> id = history.needsId ? Stream.of(history.feed.schema.id()) : Stream.of();
    return Stream.of(Stream.of(history.feed.time), id, values)
        .flatMap(all -> all)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String value(OutputPlan output) {
    HistoryPlan history = output.history();
    return switch (output.put()) {
      case Put.Count _ -> "count";
      case Put.First first -> "first " + lane(first.lane(), history);
      case Put.Last last -> "last " + lane(last.lane(), history);
      case Put.TimeSinceLast _ -> "time of the last";
      case Put.OfComponent of -> text(output.window().components().get(of.component()), history);
    };
  }

  private static String text(ComponentPlan component, HistoryPlan history) {
    if (component.lane() == ComponentPlan.NO_LANE) {
      return component.kind() == ComponentPlan.Kind.EVENT_COUNT ? "count" : "time of the last";
    }
    String value = lane(component.lane(), history);
    List<Object> parameters = component.parameters();
    return switch (component.kind()) {
      case DOUBLE_SUM -> "exact sum and count of " + value;
      case LONG_SUM -> "sum and count of " + value;
      case MOMENTS -> "exact moments of " + value;
      case LEAST, LEAST_VALUE -> "least " + value;
      case GREATEST, GREATEST_VALUE -> "greatest " + value;
      case DISTINCT, DISTINCT_UP_TO, DISTINCT_OF_TILES ->
          parameters.isEmpty()
              ? "each different %s and its count".formatted(value)
              : "up to %s different %s".formatted(parameters.getFirst(), value);
      case DISTINCT_SKETCH ->
          "HyperLogLog of %s, precision %s".formatted(value, parameters.getFirst());
      case QUANTILES ->
          "quantile sketch of %s, accurate to %s".formatted(value, parameters.getFirst());
      case TOP -> "each different %s by its count".formatted(value);
      case HISTOGRAM -> "histogram of %s by %s".formatted(value, parameters);
      case DECAYED ->
          "sum of %s halving every %s".formatted(value, length((Long) parameters.getFirst()));
      case CHANGES -> "changes of " + value;
      case EVENT_COUNT -> "count";
      case EDGE, EDGE_OF_TILES -> edge(parameters, value);
      case LAST_VALUES -> "the last " + value;
      case LATEST -> value + " of the last event";
    };
  }

  /// `first shop`, `last 3 shop`.
  private static String edge(List<Object> parameters, String value) {
    String end = (Integer) parameters.getFirst() < 0 ? "first " : "last ";
    int most = (Integer) parameters.getLast();
    return end + (most == 1 ? "" : most + " ") + value;
  }

  private static String lane(int lane, HistoryPlan history) {
    return ExpressionText.of(history.feed.values.get(history.lanes.get(lane)));
  }
}
