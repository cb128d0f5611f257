package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.OutputLayout;
import roundhouse.featureengine.kernel.RecordLayout;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.fold.Element;
import roundhouse.featureengine.kernel.fold.RetainedEvents;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.check.ExpressionCheck;
import roundhouse.featureengine.language.check.Scope;
import roundhouse.featureengine.language.check.Typed;

/// What the fold of one entity kind has to do, gathered from the plan's aggregates. Equal feeds,
/// histories, windows and components are there once, so that features share them:
///
/// ```
/// sum of amount within 1 h, mean of amount within 1 h, max of amount within 1 h
///   →   one history, one window, the components DoubleSum and ExtremeQueue, three outputs
/// ```
final class EntityPlan {
  /// Of histories without tiles.
  static final long NO_STEP = 0;

  private final List<Expression> askKeys;
  private final List<ValueKind> keys;
  private final OptionalInt label;
  private final List<FeedPlan> feeds = new ArrayList<>();
  private final List<HistoryPlan> histories = new ArrayList<>();
  private final List<OutputPlan> outputs = new ArrayList<>();

  EntityPlan(List<Expression> askKeys, List<ValueKind> keys, OptionalInt label) {
    this.askKeys = askKeys;
    this.keys = keys;
    this.label = label;
  }

  List<Expression> askKeys() {
    return askKeys;
  }

  List<ValueKind> keys() {
    return keys;
  }

  OptionalInt label() {
    return label;
  }

  List<FeedPlan> feeds() {
    return feeds;
  }

  List<HistoryPlan> histories() {
    return histories;
  }

  List<OutputPlan> outputs() {
    return outputs;
  }

  OutputLayout outputLayout() {
    return new OutputLayout(outputs.stream().map(OutputPlan::kind).toList());
  }

  /// The history of that feed and filter.
  ///
  /// @param time the field by which windows are cut
  HistoryPlan history(History history, int stream, StreamSchema schema, String time) {
    return history(history, stream, schema, time, Past.RETAINED, NO_STEP);
  }

  /// The history of that feed and filter, and of what is kept of its events.
  ///
  /// @param step of tiles, in microseconds, or [#NO_STEP]
  HistoryPlan history(
      History history, int stream, StreamSchema schema, String time, Past past, long step) {
    FeedPlan feed = feed(history, stream, schema, time);
    int filter = feed.filter(history.filter());
    for (HistoryPlan known : histories) {
      boolean isSame = known.feed == feed && known.filter == filter && known.past == past;
      if (isSame && known.step == step) {
        return known;
      }
    }
    HistoryPlan added = new HistoryPlan(histories.size(), feed, filter, past, step);
    histories.add(added);
    return added;
  }

  /// Adds an output; its number.
  int add(HistoryPlan history, WindowPlan window, Put put, ValueKind kind) {
    outputs.add(new OutputPlan(history, window, put, kind));
    return outputs.size() - 1;
  }

  private FeedPlan feed(History history, int stream, StreamSchema schema, String time) {
    List<Expression> eventKeys = history.keys().stream().map(History.KeyMatch::event).toList();
    for (FeedPlan known : feeds) {
      if (known.stream == stream && known.keys.equals(eventKeys)) {
        return known;
      }
    }
    FeedPlan added = new FeedPlan(feeds.size(), stream, schema, time, eventKeys, keys);
    feeds.add(added);
    return added;
  }

  /// A way of finding the entity in the events of a stream, and what is read of them.
  static final class FeedPlan {
    final int index;
    final int stream;
    final StreamSchema schema;
    final String time;
    final List<Expression> keys;
    final List<Expression> filters = new ArrayList<>();
    final List<Expression> values = new ArrayList<>();
    boolean needsId;

    /// Whether a history takes every event, whatever the filters say.
    boolean takesAll;

    private final List<ValueKind> keyKinds;
    private @Nullable RecordLayout layout;

    FeedPlan(
        int index,
        int stream,
        StreamSchema schema,
        String time,
        List<Expression> keys,
        List<ValueKind> keyKinds) {
      this.index = index;
      this.stream = stream;
      this.schema = schema;
      this.time = time;
      this.keys = keys;
      this.keyKinds = keyKinds;
    }

    /// The filter's number, or -1 for all events.
    int filter(Expression filter) {
      if (filter.equals(Literal.of(true))) {
        takesAll = true;
        return -1;
      }
      return indexOf(filter, filters);
    }

    Typed typed(Expression value) {
      return ExpressionCheck.typeOf(value, Scope.ofEvent(schema));
    }

    /// The layout, once all is gathered.
    RecordLayout layout() {
      if (layout == null) {
        layout =
            new RecordLayout(
                keyKinds, filters.size(), id(), values.stream().map(this::lane).toList());
      }
      return layout;
    }

    private RecordLayout.Id id() {
      if (!needsId) {
        return RecordLayout.Id.NONE;
      }
      ValueKind kind = Graph.kind(typed(new Expression.Field(schema.id())).type());
      return kind == ValueKind.LONG ? RecordLayout.Id.LONG : RecordLayout.Id.TEXT;
    }

    private RecordLayout.Lane lane(Expression value) {
      Typed typed = typed(value);
      return new RecordLayout.Lane(Graph.kind(typed.type()), typed.isNullable());
    }
  }

  /// What is kept of events.
  enum Past {
    /// Themselves, for as long as a window reaches back to them.
    RETAINED,
    /// Themselves for as long as an ask may lie before them, then what the aggregates of all of
    /// time made of them.
    ABSORBED,
    /// What the aggregates made of them, a partial result for each step of time.
    TILED
  }

  /// The events of a feed that pass a filter.
  static final class HistoryPlan {
    final int index;
    final FeedPlan feed;
    final int filter;
    final Past past;

    /// How long a tile is, in microseconds, or [#NO_STEP].
    final long step;

    /// The feed's values that are kept, in their order in an event.
    final List<Integer> lanes = new ArrayList<>();

    private final Map<Window, WindowPlan> windows = new LinkedHashMap<>();
    private @Nullable List<ComponentPlan> ofTile;
    boolean needsId;
    long retention;

    HistoryPlan(int index, FeedPlan feed, int filter, Past past, long step) {
      this.past = past;
      this.step = step;
      this.index = index;
      this.feed = feed;
      this.filter = filter;
    }

    WindowPlan window(Window window) {
      return windows.computeIfAbsent(
          window, _ -> new WindowPlan(this, windows.size(), window, new ArrayList<>()));
    }

    List<WindowPlan> windows() {
      return List.copyOf(windows.values());
    }

    /// How long an event matters, in microseconds: an absorbed one for ever, though it is not kept.
    long lookback() {
      return past == Past.ABSORBED ? Long.MAX_VALUE : retention;
    }

    void retain(long micros) {
      retention = Math.max(retention, micros);
    }

    void orderById() {
      needsId = true;
      feed.needsId = true;
    }

    /// The number of a value among the lanes.
    int lane(Expression value) {
      return indexOf(indexOf(value, feed.values), lanes);
    }

    /// The partial results that a tile has, once all is gathered: each that a window is made from.
    List<ComponentPlan> ofTile() {
      if (ofTile == null) {
        ofTile =
            windows.values().stream()
                .flatMap(window -> window.components().stream())
                .map(ComponentPlan::ofTile)
                .distinct()
                .toList();
      }
      return ofTile;
    }

    /// How many words of bits an event has: the record's, if a lane may be null.
    int bitWords() {
      boolean anyNull = lanes.stream().anyMatch(lane -> feed.layout().nullBit(lane) >= 0);
      return anyNull ? feed.layout().bitWords() : 0;
    }

    /// Whether no ask may lie before an event, so that what absorbs events has each at once.
    boolean isAbsorbedAtOnce() {
      return past == Past.ABSORBED && retention == 0;
    }

    private boolean isKept() {
      return past != Past.TILED && !isAbsorbedAtOnce();
    }

    /// Where the time is in an event: one that is not kept is read in the feed's record.
    int timeAt() {
      return isKept() ? 0 : feed.layout().timeAt();
    }

    /// Where the id is in an event, or -1.
    int idAt() {
      return isKept() || !needsId ? keptIdAt() : feed.layout().idAt();
    }

    private int keptIdAt() {
      return needsId ? 1 + bitWords() : -1;
    }

    int laneAt(int lane) {
      return isKept()
          ? 1 + bitWords() + (needsId ? 1 : 0) + lane
          : feed.layout().valueAt(lanes.get(lane));
    }

    /// How many words an event has that is kept.
    int width() {
      return kinds().size();
    }

    ValueKind kind(int lane) {
      return feed.layout().values().get(lanes.get(lane)).kind();
    }

    /// What the words of a lane are; of a list any.
    Element element(int lane) {
      ValueType type = feed.typed(feed.values.get(lanes.get(lane))).type();
      return switch (Graph.kind(type)) {
        case LONG ->
            new Element(
                type.equals(ValueType.BOOLEAN) ? Element.Type.BOOLEAN : Element.Type.LONG,
                type instanceof ValueType.Decimal decimal ? decimal.scale() : 0);
        case DOUBLE -> new Element(Element.Type.DOUBLE, 0);
        case TEXT, LIST -> new Element(Element.Type.TEXT, 0);
      };
    }

    /// Where the word of a lane's null is, or 0 if it cannot be null.
    int nullAt(int lane) {
      int bit = feed.layout().nullBit(lanes.get(lane));
      int bitsAt = isKept() ? 1 : feed.layout().bitsAt();
      return bit < 0 ? 0 : bitsAt + bit / Long.SIZE;
    }

    long nullMask(int lane) {
      int bit = feed.layout().nullBit(lanes.get(lane));
      return bit < 0 ? 0 : 1L << bit;
    }

    RetainedEvents.Shape shape() {
      return new RetainedEvents.Shape(width(), keptIdAt(), isTextId());
    }

    boolean isTextId() {
      return needsId && feed.layout().id() == RecordLayout.Id.TEXT;
    }

    /// The kinds of an event's words; of a tile that of its start.
    List<ValueKind> kinds() {
      if (past == Past.TILED) {
        return List.of(ValueKind.LONG);
      }
      List<ValueKind> kinds = new ArrayList<>();
      for (int i = 0; i < 1 + bitWords(); i++) {
        kinds.add(ValueKind.LONG);
      }
      if (needsId) {
        kinds.add(isTextId() ? ValueKind.TEXT : ValueKind.LONG);
      }
      for (int lane = 0; lane < lanes.size(); lane++) {
        kinds.add(kind(lane));
      }
      return kinds;
    }
  }

  /// A window over a history, and what is kept of the events in it.
  record WindowPlan(HistoryPlan history, int index, Window window, List<ComponentPlan> components) {
    int component(ComponentPlan component) {
      return indexOf(component, components);
    }
  }

  /// An output: how it is put.
  record OutputPlan(HistoryPlan history, WindowPlan window, Put put, ValueKind kind) {}

  /// How an output is put.
  sealed interface Put {
    record Count() implements Put {}

    record First(int lane) implements Put {}

    record Last(int lane) implements Put {}

    /// The time since the last event.
    ///
    /// @param unit in microseconds
    record TimeSinceLast(double unit) implements Put {}

    /// By a method of a component.
    ///
    /// @param arguments Longs, Integers and Doubles that come first; or [#ASK_TIME]
    record OfComponent(int component, String method, List<Object> arguments) implements Put {
      /// Stands for the ask's time among the arguments.
      static final Object ASK_TIME = "the ask's time";

      public OfComponent {
        arguments = List.copyOf(arguments);
      }
    }
  }

  private static <T> int indexOf(T wanted, List<T> all) {
    int known = all.indexOf(wanted);
    if (known >= 0) {
      return known;
    }
    all.add(wanted);
    return all.size() - 1;
  }
}
