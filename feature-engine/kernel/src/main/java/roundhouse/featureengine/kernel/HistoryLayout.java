package roundhouse.featureengine.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.HistorySpec.LaneSpec;
import roundhouse.featureengine.kernel.HistorySpec.Output;

/// A specification resolved once for all entities: which windows there are, which accumulators each
/// needs, and which of them each output reads. Equal windows, and in them equal accumulators, are
/// kept once: a sum and a mean of one lane share theirs.
final class HistoryLayout {
  private static final int NO_ACCUMULATOR = -1;

  private final HistorySpec spec;
  private final ValueKind[] laneKinds;
  private final int[] laneRegisters;
  private final long[] windows;
  private final List<List<AccumulatorSpec>> accumulators;
  private final ResolvedOutput[] outputs;

  HistoryLayout(HistorySpec spec) {
    this.spec = spec;
    List<LaneSpec> lanes = new ArrayList<>(spec.lanes());
    lanes.add(new LaneSpec(spec.idKind(), spec.idRegister()));
    laneKinds = lanes.stream().map(LaneSpec::kind).toArray(ValueKind[]::new);
    laneRegisters = lanes.stream().mapToInt(LaneSpec::eventRegister).toArray();
    Map<Long, List<AccumulatorSpec>> byWindow = new LinkedHashMap<>();
    spec.outputs()
        .forEach(output -> byWindow.computeIfAbsent(output.window(), _ -> new ArrayList<>()));
    List<Long> lengths = List.copyOf(byWindow.keySet());
    windows = lengths.stream().mapToLong(Long::longValue).toArray();
    outputs =
        spec.outputs().stream()
            .map(output -> resolve(output, lengths, byWindow))
            .toArray(ResolvedOutput[]::new);
    accumulators = byWindow.values().stream().map(List::copyOf).toList();
  }

  int lanes() {
    return laneKinds.length;
  }

  ValueKind laneKind(int lane) {
    return laneKinds[lane];
  }

  int laneRegister(int lane) {
    return laneRegisters[lane];
  }

  /// The lane that holds event ids, after those of the specification.
  int idLane() {
    return laneKinds.length - 1;
  }

  int timeRegister() {
    return spec.timeRegister();
  }

  int windows() {
    return windows.length;
  }

  long window(int index) {
    return windows[index];
  }

  Accumulator[] newAccumulators(int window) {
    return accumulators.get(window).stream().map(this::newAccumulator).toArray(Accumulator[]::new);
  }

  ResolvedOutput[] outputs() {
    return outputs;
  }

  private ResolvedOutput resolve(
      Output output, List<Long> lengths, Map<Long, List<AccumulatorSpec>> byWindow) {
    AccumulatorKind kind = AccumulatorKind.of(output.aggregate());
    int accumulator = NO_ACCUMULATOR;
    if (kind != null) {
      AccumulatorSpec wanted = new AccumulatorSpec(kind, output.lane(), output.order());
      accumulator = indexOf(wanted, Objects.requireNonNull(byWindow.get(output.window())));
    }
    return new ResolvedOutput(
        output.aggregate(),
        lengths.indexOf(output.window()),
        accumulator,
        output.lane(),
        output.askRegister());
  }

  private static int indexOf(AccumulatorSpec wanted, List<AccumulatorSpec> accumulators) {
    if (!accumulators.contains(wanted)) {
      accumulators.add(wanted);
    }
    return accumulators.indexOf(wanted);
  }

  private Accumulator newAccumulator(AccumulatorSpec accumulator) {
    int lane = accumulator.lane();
    return switch (accumulator.kind()) {
      case TOTAL ->
          laneKinds[lane] == ValueKind.DOUBLE
              ? new Accumulator.DoubleSum(lane)
              : new Accumulator.LongSum(lane);
      case VALUES ->
          laneKinds[lane] == ValueKind.TEXT
              ? new Accumulator.DistinctTexts(lane)
              : new Accumulator.DistinctNumbers(lane);
      case LEAST -> Accumulator.Extreme.least(lane);
      case GREATEST -> Accumulator.Extreme.greatest(lane);
      case LATEST -> Accumulator.Extreme.greatest(accumulator.order(), idLane());
    };
  }

  private enum AccumulatorKind {
    TOTAL,
    VALUES,
    LEAST,
    GREATEST,
    LATEST;

    /// What an aggregate needs, or null where the range of the window says it all.
    static @Nullable AccumulatorKind of(AggregateKind aggregate) {
      return switch (aggregate) {
        case COUNT, FIRST, LAST, MINUTES_SINCE_LAST -> null;
        case SUM, MEAN, SHARE -> TOTAL;
        case MIN -> LEAST;
        case MAX -> GREATEST;
        case DISTINCT -> VALUES;
        case LATEST -> LATEST;
      };
    }
  }

  private record AccumulatorSpec(AccumulatorKind kind, int lane, int order) {}

  /// An output that knows where its window and its accumulator are.
  record ResolvedOutput(
      AggregateKind aggregate, int window, int accumulator, int lane, int register) {}
}
