package roundhouse.featureengine.language.program;

import java.util.List;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.fold.ChangeCount;
import roundhouse.featureengine.kernel.fold.DecayedSum;
import roundhouse.featureengine.kernel.fold.DistinctOfTiles;
import roundhouse.featureengine.kernel.fold.DistinctSketch;
import roundhouse.featureengine.kernel.fold.DistinctValues;
import roundhouse.featureengine.kernel.fold.DoubleSum;
import roundhouse.featureengine.kernel.fold.EdgeEvents;
import roundhouse.featureengine.kernel.fold.EdgeOfTiles;
import roundhouse.featureengine.kernel.fold.Element;
import roundhouse.featureengine.kernel.fold.EventCount;
import roundhouse.featureengine.kernel.fold.ExtremeQueue;
import roundhouse.featureengine.kernel.fold.ExtremeValue;
import roundhouse.featureengine.kernel.fold.HistogramCounts;
import roundhouse.featureengine.kernel.fold.LastValues;
import roundhouse.featureengine.kernel.fold.LatestEvent;
import roundhouse.featureengine.kernel.fold.LongSum;
import roundhouse.featureengine.kernel.fold.Moments;
import roundhouse.featureengine.kernel.fold.QuantileSketch;
import roundhouse.featureengine.kernel.fold.TopValues;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;

/// One running state of a window: several outputs may read it.
///
/// @param lane the value of an event that it is given, or [#NO_LANE]
/// @param parameters what else tells two of a kind apart
record ComponentPlan(Kind kind, int lane, List<Object> parameters) {
  static final int NO_LANE = -1;

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
    /// The same with the event's time.
    TIMED,
    /// `enter()`, of events whatever their values.
    COUNTER,
    /// `enter(words, at)` of a whole event.
    EVENT,
    /// `enter` and `leave` of a position in the window's range.
    NEIGHBOURS,
    /// Keys and positions, see [ExtremeQueue].
    QUEUE,
    /// `enter(word, tile)`, and a tile as a whole.
    DISTINCT,
    /// Nothing happens to it: it reads the events or tiles of the window when it is asked.
    READER
  }

  /// Which class of the kernel it is.
  enum Kind {
    DOUBLE_SUM(DoubleSum.class, Protocol.INVERTIBLE),
    LONG_SUM(LongSum.class, Protocol.INVERTIBLE),
    MOMENTS(Moments.class, Protocol.INVERTIBLE),
    LEAST(ExtremeQueue.class, Protocol.QUEUE),
    GREATEST(ExtremeQueue.class, Protocol.QUEUE),
    DISTINCT(DistinctValues.class, Protocol.INVERTIBLE),
    DISTINCT_SKETCH(DistinctSketch.class, Protocol.INVERTIBLE),
    QUANTILES(QuantileSketch.class, Protocol.INVERTIBLE),
    TOP(TopValues.class, Protocol.INVERTIBLE),
    HISTOGRAM(HistogramCounts.class, Protocol.INVERTIBLE),
    DECAYED(DecayedSum.class, Protocol.TIMED),
    CHANGES(ChangeCount.class, Protocol.NEIGHBOURS),
    EVENT_COUNT(EventCount.class, Protocol.COUNTER),
    EDGE(EdgeEvents.class, Protocol.EVENT),
    LEAST_VALUE(ExtremeValue.class, Protocol.INVERTIBLE),
    GREATEST_VALUE(ExtremeValue.class, Protocol.INVERTIBLE),
    DISTINCT_UP_TO(DistinctValues.class, Protocol.INVERTIBLE),
    EDGE_OF_TILES(EdgeOfTiles.class, Protocol.READER),
    DISTINCT_OF_TILES(DistinctOfTiles.class, Protocol.DISTINCT),
    LAST_VALUES(LastValues.class, Protocol.READER),
    LATEST(LatestEvent.class, Protocol.READER);

    final Class<?> type;
    final Protocol protocol;

    Kind(Class<?> type, Protocol protocol) {
      this.type = type;
      this.protocol = protocol;
    }
  }

  /// Which of a tile's partial results it is made from, where it is one of a window over tiles.
  int tileNumber(HistoryPlan history) {
    return history.ofTile().indexOf(ofTile());
  }

  /// What a tile has of it, where it is one of a window over tiles.
  ComponentPlan ofTile() {
    return switch (kind) {
      case LEAST -> new ComponentPlan(Kind.LEAST_VALUE, lane, parameters);
      case GREATEST -> new ComponentPlan(Kind.GREATEST_VALUE, lane, parameters);
      case EDGE_OF_TILES -> new ComponentPlan(Kind.EDGE, lane, parameters);
      case DISTINCT_OF_TILES ->
          new ComponentPlan(
              parameters.isEmpty() ? Kind.DISTINCT : Kind.DISTINCT_UP_TO, lane, parameters);
      case DOUBLE_SUM,
          LONG_SUM,
          MOMENTS,
          DISTINCT_SKETCH,
          QUANTILES,
          TOP,
          HISTOGRAM,
          DECAYED,
          EVENT_COUNT ->
          this;
      case DISTINCT,
          CHANGES,
          EDGE,
          LEAST_VALUE,
          GREATEST_VALUE,
          DISTINCT_UP_TO,
          LAST_VALUES,
          LATEST ->
          throw new IllegalStateException("Of no window over tiles: " + kind);
    };
  }

  Object create(HistoryPlan history, ValuePool pool) {
    if (kind == Kind.EVENT_COUNT) {
      return new EventCount();
    }
    if (kind == Kind.EDGE) {
      return new EdgeEvents(edge(history), pool);
    }
    if (kind == Kind.EDGE_OF_TILES) {
      return new EdgeOfTiles(tileNumber(history), edge(history), pool);
    }
    if (kind == Kind.DISTINCT_OF_TILES) {
      return new DistinctOfTiles();
    }
    Element element = history.element(lane);
    int laneAt = history.laneAt(lane);
    int nullAt = history.nullAt(lane);
    long nullMask = history.nullMask(lane);
    return switch (kind) {
      case DOUBLE_SUM -> new DoubleSum();
      case LONG_SUM -> new LongSum();
      case MOMENTS -> new Moments(element);
      case LEAST, GREATEST -> new ExtremeQueue(order(element), pool);
      case DISTINCT -> DistinctValues.all(element);
      case DISTINCT_UP_TO -> DistinctValues.upTo(element, (Integer) parameters.getFirst());
      case LEAST_VALUE -> ExtremeValue.least(element, pool);
      case GREATEST_VALUE -> ExtremeValue.greatest(element, pool);
      case EVENT_COUNT, EDGE, EDGE_OF_TILES, DISTINCT_OF_TILES ->
          throw new IllegalStateException("Made before: " + kind);
      case DISTINCT_SKETCH -> new DistinctSketch(element, (Integer) parameters.getFirst(), pool);
      case QUANTILES -> new QuantileSketch(element, (Double) parameters.getFirst());
      case TOP -> new TopValues(element, pool);
      case HISTOGRAM -> new HistogramCounts(element, boundaries(), pool);
      case DECAYED -> {
        long halfLife = (Long) parameters.getFirst();
        yield history.past == EntityPlan.Past.ABSORBED
            ? DecayedSum.forgetting(element, halfLife)
            : DecayedSum.of(element, halfLife);
      }
      case CHANGES -> new ChangeCount(element, laneAt, nullAt, nullMask);
      case LAST_VALUES -> new LastValues(element, laneAt, nullAt, nullMask, pool);
      case LATEST -> new LatestEvent(latest(history), pool);
    };
  }

  private EdgeEvents.Shape edge(HistoryPlan history) {
    int sign = (Integer) parameters.getFirst();
    int most = (Integer) parameters.getLast();
    boolean hasValue = lane != NO_LANE;
    return new EdgeEvents.Shape(
        sign,
        most,
        history.timeAt(),
        history.idAt(),
        history.isTextId(),
        hasValue ? history.kind(lane) : ValueKind.LONG,
        hasValue ? history.element(lane) : new Element(Element.Type.LONG, 0),
        hasValue ? history.laneAt(lane) : -1,
        hasValue ? history.nullAt(lane) : 0,
        hasValue ? history.nullMask(lane) : 0);
  }

  private List<Double> boundaries() {
    return parameters.stream().map(Double.class::cast).toList();
  }

  private LatestEvent.Shape latest(HistoryPlan history) {
    return new LatestEvent.Shape(
        history.laneAt((Integer) parameters.getFirst()),
        history.idAt(),
        history.isTextId(),
        history.laneAt(lane),
        history.nullAt(lane),
        history.nullMask(lane));
  }

  private ExtremeQueue.Order order(Element element) {
    return switch (element.type()) {
      case BOOLEAN, LONG, DOUBLE -> ExtremeQueue.Order.NUMBERS;
      case TEXT ->
          kind == Kind.LEAST ? ExtremeQueue.Order.TEXTS_REVERSED : ExtremeQueue.Order.TEXTS;
    };
  }
}
