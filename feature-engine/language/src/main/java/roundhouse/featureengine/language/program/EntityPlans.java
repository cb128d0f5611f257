package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.ast.TimeUnit;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
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

  /// Which output of which entity kind an aggregation is.
  record OutputOf(EntityPlan entity, int output) {}

  private EntityPlans(Plan plan) {
    this.plan = plan;
    askScope = Scope.ofAsk(plan.askStream(), plan.streams());
  }

  static EntityPlans of(Plan plan) {
    EntityPlans plans = new EntityPlans(plan);
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
    HistoryPlan history =
        entity.history(
            aggregation.history(), plan.streams().indexOf(schema), schema, schema.eventTime());
    WindowPlan window = history.window(aggregation.window());
    long lateness = Micros.of(plan.askStream().lateness());
    history.retain(
        switch (aggregation.window()) {
          case Window.Exact exact -> Micros.plus(Micros.of(exact.length()), lateness);
          case Window.Stepped stepped -> Micros.plus(Micros.of(stepped.length()), lateness);
          case Window.Ever _ -> Long.MAX_VALUE;
        });
    Put put = put(aggregation.aggregate(), history, window);
    ValueType type = ExpressionCheck.typeOf(aggregation, askScope).type();
    return entity.add(history, window, put, Graph.kind(type));
  }

  private static Put put(Aggregate aggregate, HistoryPlan history, WindowPlan window) {
    return switch (aggregate) {
      case Aggregate.Count _ -> new Put.Count();
      case Aggregate.Sum sum -> total(sum.value(), history, window, "putSum");
      case Aggregate.Mean mean -> total(mean.value(), history, window, "putMean");
      case Aggregate.Share share -> total(share.condition(), history, window, "putMean");
      case Aggregate.Min min -> extreme(min.value(), history, window, ComponentPlan.Kind.LEAST);
      case Aggregate.Max max -> extreme(max.value(), history, window, ComponentPlan.Kind.GREATEST);
      case Aggregate.First first -> {
        history.orderById();
        yield new Put.First(history.lane(first.value()));
      }
      case Aggregate.Last last -> {
        history.orderById();
        yield new Put.Last(history.lane(last.value()));
      }
      case Aggregate.MinutesSinceLast _ -> new Put.TimeSinceLast(60_000_000);
      case Aggregate.TimeSinceLast since -> new Put.TimeSinceLast(microsOf(since.unit()));
      case Aggregate.Distinct distinct ->
          counted(distinct.value(), history, window, ComponentPlan.Kind.DISTINCT, "putDistinct");
      case Aggregate.Variance _,
          Aggregate.StandardDeviation _,
          Aggregate.LastK _,
          Aggregate.DistinctUpTo _,
          Aggregate.DistinctAbout _,
          Aggregate.Quantile _,
          Aggregate.TopK _,
          Aggregate.Histogram _,
          Aggregate.DecayedSum _,
          Aggregate.Changes _ ->
          throw new UnsupportedOperationException("Not compiled yet: " + aggregate);
    };
  }

  private static Put total(
      Expression value, HistoryPlan history, WindowPlan window, String method) {
    ComponentPlan.Kind kind =
        kindOf(value, history) == ValueKind.DOUBLE
            ? ComponentPlan.Kind.DOUBLE_SUM
            : ComponentPlan.Kind.LONG_SUM;
    if (history.feed.typed(value).type() instanceof ValueType.Decimal) {
      throw new UnsupportedOperationException("Not compiled yet: sums of decimals");
    }
    return counted(value, history, window, kind, method);
  }

  private static Put extreme(
      Expression value, HistoryPlan history, WindowPlan window, ComponentPlan.Kind kind) {
    boolean isLeast = kind == ComponentPlan.Kind.LEAST;
    String method =
        switch (kindOf(value, history)) {
          case LONG -> isLeast ? "putReversed" : "put";
          case DOUBLE -> isLeast ? "putDoubleReversed" : "putDouble";
          case TEXT -> "put";
          case LIST -> throw new IllegalStateException("Not checked before: lists have no order");
        };
    return counted(value, history, window, kind, method);
  }

  private static Put counted(
      Expression value,
      HistoryPlan history,
      WindowPlan window,
      ComponentPlan.Kind kind,
      String method) {
    ComponentPlan component = ComponentPlan.of(kind, history.lane(value));
    return new Put.OfComponent(window.component(component), method, List.of());
  }

  private static ValueKind kindOf(Expression value, HistoryPlan history) {
    return Graph.kind(history.feed.typed(value).type());
  }

  private static double microsOf(TimeUnit unit) {
    return unit.micros();
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
    ComponentPlan latest =
        ComponentPlan.of(ComponentPlan.Kind.LATEST, history.lane(label.outcome()), eventTime);
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
