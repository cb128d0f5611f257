package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.OutputLayout;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.ExpressionText;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.plan.Column;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.CompiledAskMapper.AskCode;
import roundhouse.featureengine.language.program.CompiledAskMapper.LabelCode;
import roundhouse.featureengine.language.program.CompiledEventMapper.Place;
import roundhouse.featureengine.language.program.CompiledEventMapper.StreamCode;
import roundhouse.featureengine.language.program.EntityPlan.FeedPlan;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.RowCompiler.Compiled;
import roundhouse.featureengine.language.program.RowCompiler.Target;

/// Compiles a plan: entity kinds first, then the folds, the streams and the asks.
final class ProgramCompiler {
  private final Plan plan;
  private final EntityPlans gathered;
  private final List<EntityPlan> plans;
  private final List<Integer> outputAt = new ArrayList<>();
  private final List<BitSet> fieldsRead = new ArrayList<>();
  private final BitSet askFieldsRead = new BitSet();

  private ProgramCompiler(Plan plan) {
    this.plan = plan;
    gathered = EntityPlans.of(plan);
    plans = gathered.all();
    int at = 0;
    for (EntityPlan entity : plans) {
      outputAt.add(at);
      at += entity.outputLayout().width();
    }
  }

  static ProgramCode compile(Plan plan) {
    return new ProgramCompiler(plan).run();
  }

  private ProgramCode run() {
    List<EntityKind> entities = new ArrayList<>();
    List<FoldCompiler.Compiled> folds = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      EntityKind entity = entity(i, plans.get(i));
      entities.add(entity);
      folds.add(FoldCompiler.compile(plans.get(i), entity.stateVersion()));
    }
    List<StreamCode> streams = new ArrayList<>();
    for (int i = 0; i < plan.streams().size(); i++) {
      streams.add(stream(i));
    }
    return new ProgramCode(
        streams, asks(entities), folds, nothing(folds), fieldsRead, askFieldsRead);
  }

  private EntityKind entity(int index, EntityPlan entity) {
    return new EntityKind(
        index,
        entity.askKeys().stream().map(ExpressionText::of).collect(Collectors.joining(", ")),
        entity.keys(),
        entity.feeds().stream().map(feed -> feed(entity, feed)).toList(),
        entity.outputLayout(),
        outputAt.get(index),
        entity.label(),
        StateLayout.versionOf(entity),
        StateLayout.sizeOf(entity));
  }

  private static EntityKind.Feed feed(EntityPlan entity, FeedPlan feed) {
    long lookback =
        entity.histories().stream()
            .filter(history -> history.feed == feed)
            .mapToLong(HistoryPlan::lookback)
            .max()
            .orElse(0);
    return new EntityKind.Feed(feed.index, feed.stream, feed.layout(), lookback);
  }

  private StreamCode stream(int stream) {
    Graph events = Graph.of(Scope.ofEvent(plan.streams().get(stream)));
    List<Target> targets = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    int records =
        (int)
            plans.stream()
                .flatMap(entity -> entity.feeds().stream())
                .filter(feed -> feed.stream == stream)
                .count();
    int at = records;
    for (int entity = 0; entity < plans.size(); entity++) {
      for (FeedPlan feed : plans.get(entity).feeds()) {
        if (feed.stream == stream) {
          targets.addAll(RowTargets.ofRecord(feed, events, at, places.size()));
          places.add(new Place(entity, feed.index, at, at + feed.layout().knownAtAt()));
          at += feed.layout().width();
        }
      }
    }
    fieldsRead.add(events.fieldsRead());
    return new StreamCode(plan.streams().get(stream), RowCompiler.compile(targets), places, at);
  }

  private AskCode asks(List<EntityKind> entities) {
    Scope scope = Scope.ofAsk(plan.askStream(), plan.streams());
    List<Compiled> keys = new ArrayList<>();
    for (EntityPlan entity : plans) {
      Graph graph = Graph.of(scope);
      keys.add(RowCompiler.compile(RowTargets.ofKey(entity.askKeys(), graph)));
      askFieldsRead.or(graph.fieldsRead());
    }
    Graph graph = Graph.of(scope, outputs());
    List<Column> columns = plan.columns();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Node value = graph.node(plan.features().get(i).value());
      targets.add(RowTargets.ofColumn(value, columns.get(i).type(), i));
    }
    askFieldsRead.or(graph.fieldsRead());
    askFieldsRead.set(plan.askStream().indexOf(plan.askStream().eventTime()));
    askFieldsRead.set(plan.askStream().indexOf(plan.askStream().knownAt()));
    return new AskCode(plan, entities, keys, RowCompiler.compile(targets), labels(entities));
  }

  private Map<Aggregation, Node.Output> outputs() {
    Map<Aggregation, Node.Output> outputs = new HashMap<>();
    gathered
        .outputs()
        .forEach(
            (aggregation, output) ->
                outputs.put(
                    aggregation,
                    output(
                        output.entity().outputLayout(),
                        outputAt.get(plans.indexOf(output.entity())),
                        output.output(),
                        nothingOf(aggregation))));
    return outputs;
  }

  private static Node.Output output(OutputLayout layout, int at, int output, ListValue nothing) {
    return new Node.Output(
        at + output / Long.SIZE, output % Long.SIZE, at + layout.valueAt(output), nothing);
  }

  /// The list of an aggregation without events.
  private static ListValue nothingOf(Aggregation aggregation) {
    return switch (aggregation.aggregate()) {
      case Aggregate.Histogram histogram ->
          new ListValue(Collections.nCopies(histogram.boundaries().size() + 1, 0L));
      case Aggregate.Changes _,
          Aggregate.Count _,
          Aggregate.DecayedSum _,
          Aggregate.Distinct _,
          Aggregate.DistinctAbout _,
          Aggregate.DistinctUpTo _,
          Aggregate.First _,
          Aggregate.Last _,
          Aggregate.LastK _,
          Aggregate.Max _,
          Aggregate.Mean _,
          Aggregate.Min _,
          Aggregate.MinutesSinceLast _,
          Aggregate.Quantile _,
          Aggregate.Share _,
          Aggregate.StandardDeviation _,
          Aggregate.Sum _,
          Aggregate.TimeSinceLast _,
          Aggregate.TopK _,
          Aggregate.Variance _ ->
          ListValue.of();
    };
  }

  private List<LabelCode> labels(List<EntityKind> entities) {
    List<LabelCode> labels = new ArrayList<>();
    for (EntityKind entity : entities) {
      if (entity.label().isPresent()) {
        int index = entity.label().getAsInt();
        Label label = plan.labels().get(index);
        labels.add(
            new LabelCode(
                label.absence(),
                entity.outputAt() + entity.outputs().valueAt(0),
                output(entity.outputs(), entity.outputAt(), 1, ListValue.of()),
                plan.labelColumns().get(index).type()));
      }
    }
    return labels;
  }

  /// Empty folds of any pool answer the same: they put no text and no list.
  private List<long[]> nothing(List<FoldCompiler.Compiled> folds) {
    List<long[]> nothing = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      long[] outputs = new long[plans.get(i).outputLayout().width()];
      folds.get(i).newInstance(new ValuePool()).answer(0, outputs, 0);
      nothing.add(outputs);
    }
    return nothing;
  }
}
