package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.ComponentPlan.Kind;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.Past;
import roundhouse.featureengine.language.program.EntityPlan.Put;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;

/// Gathers the entity kinds of a plan: those of its features by the ask's side of their keys, then
/// one for each label.
final class EntityPlans {
  private final Plan plan;
  private final Scope askScope;
  private final Map<List<Expression>, EntityPlan> byAskKeys = new LinkedHashMap<>();
  private final Map<Aggregation, OutputOf> outputs = new LinkedHashMap<>();
  private final List<EntityPlan> labels = new ArrayList<>();

  /// How long events are kept whatever is in steps, in microseconds.
  private final Map<History, Long> retained = new HashMap<>();

  /// Which output of which entity kind an aggregation is.
  record OutputOf(EntityPlan entity, int output) {}

  private EntityPlans(Plan plan) {
    this.plan = plan;
    askScope = Scope.ofAsk(plan.askStream(), plan.streams());
  }

  static EntityPlans of(Plan plan) {
    EntityPlans plans = new EntityPlans(plan);
    for (Feature feature : plan.features()) {
      Subexpressions.forEach(feature.value(), plans::retainIfEvents);
    }
    for (Feature feature : plan.features()) {
      Subexpressions.forEach(feature.value(), plans::addIfAggregation);
    }
    for (int i = 0; i < plan.labels().size(); i++) {
      plans.addLabel(i, plan.labels().get(i));
    }
    return plans;
  }

  List<EntityPlan> all() {
    List<EntityPlan> all = new ArrayList<>(byAskKeys.values());
    all.addAll(labels);
    return all;
  }

  Map<Aggregation, OutputOf> outputs() {
    return outputs;
  }

  private void retainIfEvents(Expression expression) {
    if (expression instanceof Aggregation aggregation) {
      boolean isChanges = aggregation.aggregate() instanceof Aggregate.Changes;
      long length =
          switch (aggregation.window()) {
            case Window.Exact exact -> Micros.of(exact.length());
            case Window.Stepped stepped -> isChanges ? Micros.of(stepped.length()) : 0;
            case Window.Ever _ -> isChanges ? Long.MAX_VALUE : 0;
          };
      retained.merge(aggregation.history(), length, Math::max);
    }
  }

  private void addIfAggregation(Expression expression) {
    if (expression instanceof Aggregation aggregation && !outputs.containsKey(aggregation)) {
      List<Expression> keys = askKeys(aggregation.history());
      EntityPlan entity =
          byAskKeys.computeIfAbsent(
              keys, _ -> new EntityPlan(keys, keyKinds(keys), OptionalInt.empty()));
      outputs.put(aggregation, new OutputOf(entity, add(aggregation, entity)));
    }
  }

  private int add(Aggregation aggregation, EntityPlan entity) {
    StreamSchema schema = plan.stream(aggregation.history().stream());
    Past past = past(aggregation);
    long step =
        past == Past.TILED && aggregation.window() instanceof Window.Stepped stepped
            ? Micros.of(stepped.step())
            : EntityPlan.NO_STEP;
    HistoryPlan history =
        entity.history(
            aggregation.history(),
            plan.streams().indexOf(schema),
            schema,
            schema.eventTime(),
            past,
            step);
    WindowPlan window = history.window(aggregation.window());
    long lateness = Micros.of(plan.askStream().lateness());
    history.retain(
        switch (aggregation.window()) {
          case Window.Exact exact -> Micros.plus(Micros.of(exact.length()), lateness);
          case Window.Stepped stepped -> Micros.plus(Micros.of(stepped.length()), lateness);
          case Window.Ever _ -> past == Past.ABSORBED ? lateness : Long.MAX_VALUE;
        });
    Put put =
        switch (past) {
          case RETAINED -> put(aggregation.aggregate(), history, window);
          case ABSORBED -> putAbsorbed(aggregation.aggregate(), history, window);
          case TILED -> putTiled(aggregation.aggregate(), history, window);
        };
    ValueType type = ExpressionCheck.typeOf(aggregation, askScope).type();
    return entity.add(history, window, put, Graph.kind(type));
  }

  /// Steps share events that are kept anyway: they cost no state then.
  private Past past(Aggregation aggregation) {
    boolean isChanges = aggregation.aggregate() instanceof Aggregate.Changes;
    return switch (aggregation.window()) {
      case Window.Exact _ -> Past.RETAINED;
      case Window.Stepped stepped -> {
        long events = Objects.requireNonNull(retained.get(aggregation.history()));
        yield events >= Micros.of(stepped.length()) ? Past.RETAINED : Past.TILED;
      }
      case Window.Ever _ -> isChanges ? Past.RETAINED : Past.ABSORBED;
    };
  }

  private static Put put(Aggregate aggregate, HistoryPlan history, WindowPlan window) {
    return switch (aggregate) {
      case Aggregate.Count _ -> new Put.Count();
      case Aggregate.Sum sum -> sum(sum.value(), history, window);
      case Aggregate.Mean mean -> mean(mean.value(), history, window);
      case Aggregate.Share share -> mean(share.condition(), history, window);
      case Aggregate.Min min -> extreme(Kind.LEAST, min.value(), history, window);
      case Aggregate.Max max -> extreme(Kind.GREATEST, max.value(), history, window);
      case Aggregate.First first -> {
        history.orderById();
        yield new Put.First(history.lane(first.value()));
      }
      case Aggregate.Last last -> {
        history.orderById();
        yield new Put.Last(history.lane(last.value()));
      }
      case Aggregate.MinutesSinceLast _ -> new Put.TimeSinceLast(60_000_000);
      case Aggregate.TimeSinceLast since -> new Put.TimeSinceLast(since.unit().micros());
      case Aggregate.Distinct distinct ->
          of(Kind.DISTINCT, distinct.value(), history, window, "putDistinct");
      case Aggregate.DistinctUpTo distinct ->
          of(Kind.DISTINCT, distinct.value(), history, window, "putUpTo", distinct.bound());
      case Aggregate.DistinctAbout distinct ->
          with(
              Kind.DISTINCT_SKETCH,
              List.of(distinct.precision()),
              distinct.value(),
              history,
              window,
              "put");
      case Aggregate.Quantile quantile ->
          with(
              Kind.QUANTILES,
              List.of(quantile.accuracy()),
              quantile.value(),
              history,
              window,
              "put",
              quantile.quantile());
      case Aggregate.TopK top -> of(Kind.TOP, top.value(), history, window, "put", top.count());
      case Aggregate.Histogram histogram ->
          with(
              Kind.HISTOGRAM,
              List.copyOf(histogram.boundaries()),
              histogram.value(),
              history,
              window,
              "put");
      case Aggregate.DecayedSum sum ->
          with(
              Kind.DECAYED,
              List.of(Micros.of(sum.halfLife())),
              sum.value(),
              history,
              window,
              "put",
              Put.OfComponent.ASK_TIME);
      case Aggregate.Variance variance ->
          of(
              Kind.MOMENTS,
              variance.value(),
              history,
              window,
              "putVariance",
              less(variance.spread()));
      case Aggregate.StandardDeviation deviation ->
          of(
              Kind.MOMENTS,
              deviation.value(),
              history,
              window,
              "putDeviation",
              less(deviation.spread()));
      case Aggregate.LastK last -> {
        history.orderById();
        yield of(Kind.LAST_VALUES, last.value(), history, window, "put", last.count());
      }
      case Aggregate.Changes changes -> {
        history.orderById();
        yield of(Kind.CHANGES, changes.value(), history, window, "put");
      }
    };
  }

  /// Of all of time.
  private static Put putAbsorbed(Aggregate aggregate, HistoryPlan history, WindowPlan window) {
    if (aggregate instanceof Aggregate.Min min) {
      return of(Kind.LEAST_VALUE, min.value(), history, window, "put");
    }
    if (aggregate instanceof Aggregate.Max max) {
      return of(Kind.GREATEST_VALUE, max.value(), history, window, "put");
    }
    return putHeld(aggregate, Kind.EDGE, Kind.DISTINCT_UP_TO, history, window);
  }

  private static Put putTiled(Aggregate aggregate, HistoryPlan history, WindowPlan window) {
    if (aggregate instanceof Aggregate.Distinct distinct) {
      return of(Kind.DISTINCT_OF_TILES, distinct.value(), history, window, "putDistinct");
    }
    return putHeld(aggregate, Kind.EDGE_OF_TILES, Kind.DISTINCT_OF_TILES, history, window);
  }

  /// Of events that are kept no longer: where a window reads them, components have to hold them.
  ///
  /// @param edge holds the first or the last of them
  /// @param upTo holds so many of their values
  private static Put putHeld(
      Aggregate aggregate, Kind edge, Kind upTo, HistoryPlan history, WindowPlan window) {
    return switch (aggregate) {
      case Aggregate.Count _ -> count(window);
      case Aggregate.First first -> edge(edge, -1, 1, first.value(), history, window, "put");
      case Aggregate.Last last -> edge(edge, 1, 1, last.value(), history, window, "put");
      case Aggregate.LastK last ->
          edge(edge, 1, last.count(), last.value(), history, window, "putList");
      case Aggregate.MinutesSinceLast _ -> timeSince(edge, 60_000_000, window);
      case Aggregate.TimeSinceLast since -> timeSince(edge, since.unit().micros(), window);
      case Aggregate.DistinctUpTo distinct ->
          with(
              upTo,
              List.of(distinct.bound()),
              distinct.value(),
              history,
              window,
              "putUpTo",
              distinct.bound());
      case Aggregate.Min _,
          Aggregate.Max _,
          Aggregate.Sum _,
          Aggregate.Mean _,
          Aggregate.Share _,
          Aggregate.Distinct _,
          Aggregate.DistinctAbout _,
          Aggregate.Quantile _,
          Aggregate.TopK _,
          Aggregate.Histogram _,
          Aggregate.DecayedSum _,
          Aggregate.Variance _,
          Aggregate.StandardDeviation _ ->
          put(aggregate, history, window);
      case Aggregate.Changes _ -> throw new IllegalStateException("Changes keep their events");
    };
  }

  private static Put edge(
      Kind kind,
      int sign,
      int most,
      Expression value,
      HistoryPlan history,
      WindowPlan window,
      String method) {
    history.orderById();
    return with(kind, List.of(sign, most), value, history, window, method);
  }

  private static Put timeSince(Kind kind, long unit, WindowPlan window) {
    ComponentPlan last = new ComponentPlan(kind, ComponentPlan.NO_LANE, List.of(1, 1));
    return new Put.OfComponent(
        window.component(last), "putTimeSince", List.of(Put.OfComponent.ASK_TIME, (double) unit));
  }

  private static Put count(WindowPlan window) {
    ComponentPlan count = ComponentPlan.of(Kind.EVENT_COUNT, ComponentPlan.NO_LANE);
    return new Put.OfComponent(window.component(count), "put", List.of());
  }

  private static int less(Aggregate.Spread spread) {
    return switch (spread) {
      case POPULATION -> 0;
      case SAMPLE -> 1;
    };
  }

  private static Put sum(Expression value, HistoryPlan history, WindowPlan window) {
    ValueType type = history.feed.typed(value).type();
    if (type.equals(ValueType.DOUBLE)) {
      return of(Kind.DOUBLE_SUM, value, history, window, "putSum");
    }
    boolean isDecimal = type instanceof ValueType.Decimal;
    return of(Kind.LONG_SUM, value, history, window, isDecimal ? "putDecimalSum" : "putSum");
  }

  private static Put mean(Expression value, HistoryPlan history, WindowPlan window) {
    ValueType type = history.feed.typed(value).type();
    if (type instanceof ValueType.Decimal decimal) {
      return of(Kind.LONG_SUM, value, history, window, "putDecimalMean", decimal.scale());
    }
    Kind kind = type.equals(ValueType.DOUBLE) ? Kind.DOUBLE_SUM : Kind.LONG_SUM;
    return of(kind, value, history, window, "putMean");
  }

  private static Put extreme(Kind kind, Expression value, HistoryPlan history, WindowPlan window) {
    boolean isLeast = kind == Kind.LEAST;
    String method =
        switch (kindOf(value, history)) {
          case LONG -> isLeast ? "putReversed" : "put";
          case DOUBLE -> isLeast ? "putDoubleReversed" : "putDouble";
          case TEXT -> "put";
          case LIST -> throw new IllegalStateException("Not checked before: lists have no order");
        };
    return of(kind, value, history, window, method);
  }

  private static Put of(
      Kind kind,
      Expression value,
      HistoryPlan history,
      WindowPlan window,
      String method,
      Object... arguments) {
    return with(kind, List.of(), value, history, window, method, arguments);
  }

  /// By a component with parameters of its own.
  private static Put with(
      Kind kind,
      List<Object> parameters,
      Expression value,
      HistoryPlan history,
      WindowPlan window,
      String method,
      Object... arguments) {
    ComponentPlan component = new ComponentPlan(kind, history.lane(value), parameters);
    return new Put.OfComponent(window.component(component), method, List.of(arguments));
  }

  private static ValueKind kindOf(Expression value, HistoryPlan history) {
    return Graph.kind(history.feed.typed(value).type());
  }

  /// A label's outcomes are one history, cut by when they became known.
  private void addLabel(int index, Label label) {
    List<Expression> keys = askKeys(label.history());
    EntityPlan entity = new EntityPlan(keys, keyKinds(keys), OptionalInt.of(index));
    StreamSchema schema = plan.stream(label.history().stream());
    HistoryPlan history =
        entity.history(label.history(), plan.streams().indexOf(schema), schema, schema.knownAt());
    history.orderById();
    history.retain(Micros.of(label.maturity()));
    WindowPlan window = history.window(new Window.Exact(label.maturity()));
    entity.add(history, window, new Put.Count(), ValueKind.LONG);
    int eventTime = history.lane(new Expression.Field(schema.eventTime()));
    ComponentPlan latest = ComponentPlan.of(Kind.LATEST, history.lane(label.outcome()), eventTime);
    entity.add(
        history,
        window,
        new Put.OfComponent(window.component(latest), "put", List.of()),
        kindOf(label.outcome(), history));
    labels.add(entity);
  }

  private static List<Expression> askKeys(History history) {
    return history.keys().stream().map(History.KeyMatch::ask).toList();
  }

  private List<ValueKind> keyKinds(List<Expression> keys) {
    return keys.stream()
        .map(key -> Graph.kind(ExpressionCheck.typeOf(key, askScope).type()))
        .toList();
  }
}
