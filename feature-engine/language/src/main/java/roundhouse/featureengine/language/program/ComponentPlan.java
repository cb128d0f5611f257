package roundhouse.featureengine.language.program;

import java.util.List;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.fold.DistinctValues;
import roundhouse.featureengine.kernel.fold.DoubleSum;
import roundhouse.featureengine.kernel.fold.ExtremeQueue;
import roundhouse.featureengine.kernel.fold.LatestEvent;
import roundhouse.featureengine.kernel.fold.LongSum;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;

/// One running state of a window: several outputs may read it.
///
/// @param lane the value of an event that it is given
/// @param parameters what else tells two of a kind apart
record ComponentPlan(Kind kind, int lane, List<Object> parameters) {
  ComponentPlan {
    parameters = List.copyOf(parameters);
  }

  static ComponentPlan of(Kind kind, int lane, Object... parameters) {
    return new ComponentPlan(kind, lane, List.of(parameters));
  }

  /// How compiled code treats a component.
  enum Protocol {
    /// `enter(word)` and `leave(word)`, wherever an event comes and goes.
    INVERTIBLE,
    /// Keys and positions, see [ExtremeQueue].
    QUEUE,
    /// Nothing happens to it: it reads the events of the window when it is asked.
    READER
  }

  /// Which class of the kernel it is.
  enum Kind {
    DOUBLE_SUM(DoubleSum.class, Protocol.INVERTIBLE),
    LONG_SUM(LongSum.class, Protocol.INVERTIBLE),
    LEAST(ExtremeQueue.class, Protocol.QUEUE),
    GREATEST(ExtremeQueue.class, Protocol.QUEUE),
    DISTINCT(DistinctValues.class, Protocol.INVERTIBLE),
    LATEST(LatestEvent.class, Protocol.READER);

    final Class<?> type;
    final Protocol protocol;

    Kind(Class<?> type, Protocol protocol) {
      this.type = type;
      this.protocol = protocol;
    }
  }

  Object create(HistoryPlan history, ValuePool pool) {
    return switch (kind) {
      case DOUBLE_SUM -> new DoubleSum();
      case LONG_SUM -> new LongSum();
      case LEAST, GREATEST -> new ExtremeQueue(order(history), pool);
      case DISTINCT -> new DistinctValues(history.kind(lane) == ValueKind.DOUBLE);
      case LATEST -> new LatestEvent(latest(history), pool);
    };
  }

  private LatestEvent.Shape latest(HistoryPlan history) {
    return new LatestEvent.Shape(
        history.laneAt((Integer) parameters.getFirst()),
        history.idAt(),
        history.shape().isTextId(),
        history.laneAt(lane),
        history.nullAt(lane),
        history.nullMask(lane));
  }

  private ExtremeQueue.Order order(HistoryPlan history) {
    return switch (history.kind(lane)) {
      case LONG, DOUBLE -> ExtremeQueue.Order.NUMBERS;
      case TEXT ->
          kind == Kind.LEAST ? ExtremeQueue.Order.TEXTS_REVERSED : ExtremeQueue.Order.TEXTS;
      case LIST -> throw new IllegalStateException("Not checked before: lists have no order");
    };
  }
}
