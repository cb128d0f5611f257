package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.kernel.AggregateKind;
import roundhouse.featureengine.kernel.HistorySpec;
import roundhouse.featureengine.kernel.HistorySpec.KeyPart;
import roundhouse.featureengine.kernel.HistorySpec.LaneSpec;
import roundhouse.featureengine.kernel.HistorySpec.Output;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Window;

/// Collects what all aggregates over one history need of it, so that its events are kept once.
final class Histories {
  private final Lowering events;
  private final Lowering asks;
  private final List<KeyPart> keys = new ArrayList<>();
  private final List<LaneSpec> lanes = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private long longestWindow;

  Histories(History history, Lowering events, Lowering asks) {
    this.events = events;
    this.asks = asks;
    for (History.KeyMatch key : history.keys()) {
      keys.add(
          new KeyPart(
              events.kind(key.event()), events.register(key.event()), asks.register(key.ask())));
    }
  }

  /// The longest window so far, in microseconds.
  long longestWindow() {
    return longestWindow;
  }

  void add(Aggregation aggregation) {
    long length =
        switch (aggregation.window()) {
          case Window.Exact exact -> Micros.of(exact.length());
          case Window.Stepped _, Window.Ever _ -> throw notCompiled(aggregation.window());
        };
    int target = asks.reserve(aggregation);
    add(
        switch (aggregation.aggregate()) {
          case Aggregate.Count _ -> without(AggregateKind.COUNT, length, target);
          case Aggregate.MinutesSinceLast _ ->
              without(AggregateKind.MINUTES_SINCE_LAST, length, target);
          case Aggregate.Sum sum -> of(AggregateKind.SUM, sum.value(), length, target);
          case Aggregate.Mean mean -> of(AggregateKind.MEAN, mean.value(), length, target);
          case Aggregate.Min min -> of(AggregateKind.MIN, min.value(), length, target);
          case Aggregate.Max max -> of(AggregateKind.MAX, max.value(), length, target);
          case Aggregate.First first -> of(AggregateKind.FIRST, first.value(), length, target);
          case Aggregate.Last last -> of(AggregateKind.LAST, last.value(), length, target);
          case Aggregate.Distinct distinct ->
              of(AggregateKind.DISTINCT, distinct.value(), length, target);
          case Aggregate.Share share -> of(AggregateKind.SHARE, share.condition(), length, target);
          case Aggregate.Variance _,
              Aggregate.StandardDeviation _,
              Aggregate.LastK _,
              Aggregate.DistinctUpTo _,
              Aggregate.DistinctAbout _,
              Aggregate.Quantile _,
              Aggregate.TopK _,
              Aggregate.Histogram _,
              Aggregate.DecayedSum _,
              Aggregate.TimeSinceLast _,
              Aggregate.Changes _ ->
              throw notCompiled(aggregation.aggregate());
        });
  }

  private static UnsupportedOperationException notCompiled(Object part) {
    return new UnsupportedOperationException("Not compiled yet: " + part);
  }

  /// How many events there are, by the time that the histories are kept by.
  int addCount(long length) {
    int target = asks.reserve();
    add(without(AggregateKind.COUNT, length, target));
    return target;
  }

  /// A value of the last event by (event time, id).
  int addLatest(Expression value, StreamSchema stream, long length) {
    int target = asks.reserve();
    int eventTime = lane(new Field(stream.eventTime()));
    add(new Output(AggregateKind.LATEST, length, lane(value), eventTime, target));
    return target;
  }

  /// What the kernel is to keep.
  ///
  /// @param time the field by which windows are cut
  HistorySpec specification(StreamSchema stream, String time, long retention) {
    Field id = new Field(stream.id());
    return new HistorySpec(
        keys,
        events.kind(id),
        events.register(id),
        events.register(new Field(time)),
        lanes,
        outputs,
        retention);
  }

  private void add(Output output) {
    outputs.add(output);
    longestWindow = Math.max(longestWindow, output.window());
  }

  private Output of(AggregateKind aggregate, Expression value, long length, int target) {
    return Output.of(aggregate, length, lane(value), target);
  }

  private static Output without(AggregateKind aggregate, long length, int target) {
    return Output.of(aggregate, length, Output.NO_LANE, target);
  }

  private int lane(Expression value) {
    LaneSpec wanted = new LaneSpec(events.kind(value), events.register(value));
    if (!lanes.contains(wanted)) {
      lanes.add(wanted);
    }
    return lanes.indexOf(wanted);
  }
}
