package roundhouse.featureengine.language.program;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.RecordLayout;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.fold.ExtremeQueue;
import roundhouse.featureengine.kernel.fold.ExtremeValue;
import roundhouse.featureengine.kernel.fold.HistoriesFold;
import roundhouse.featureengine.kernel.fold.Partial;
import roundhouse.featureengine.kernel.fold.RetainedEvents;
import roundhouse.featureengine.kernel.fold.Tiles;
import roundhouse.featureengine.kernel.fold.WindowRange;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.program.ComponentPlan.Protocol;
import roundhouse.featureengine.language.program.EntityPlan.FeedPlan;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.OutputPlan;
import roundhouse.featureengine.language.program.EntityPlan.Past;
import roundhouse.featureengine.language.program.EntityPlan.Put;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;

/// Compiles the fold of one entity kind to one class that puts the kernel's parts together. Every
/// call is of a final class or a private method, every offset a constant. For a history h with a
/// window w and a sum s it reads:
///
/// ```java
/// void apply(feed, words, at):   switch to the feed; of each of its histories:
///   if ((words[at + 3] & FILTER) == 0) return;
///   expired = expired(words[at + KNOWN_AT], RETENTION); if (time <= expired) return;
///   if (!h.isEmpty() && h.firstTime() <= expired) drop(0, expired);
///   slot = h.insert(time, id); own = h.words(); own[slot + 1] = words[at + 4]; …
///   if (!h.isLast(slot)) appear0(h.positionOf(slot));
///   note(0, time);
///
/// void move0(newFrom, newTo):    of a window, in groups of components:
///   if (newFrom >= to || newTo <= from) { s.clear(); from = to = newFrom; }
///   while (to < newTo)     s.enter(words[p + 2])      while (to > newTo)     s.leave(…)
///   while (from < newFrom) s.leave(words[p + 2])      while (from > newFrom) s.enter(…)
///
/// void answer(askTime, outputs, at):
///   move0(w.fromAt(h, askTime), w.toAt(h, askTime));  s.putSum(outputs, at, 0, 1);  …
/// ```
///
/// Of a history in tiles t an event goes into its tile and into each window that has the tile, and
/// what enters and leaves a window as it moves are tiles:
///
/// ```java
///   start = startOf(time, STEP); if (start <= expired) return;  …
///   if (t.enter(start)) appear0(t.current());
///   if (w.holds(t.current())) s.enter(words[at + 5]);
///   ((DoubleSum) t.at(t.current())[0]).enter(words[at + 5]);
///
///   while (to < newTo)     s.merge((DoubleSum) t.at(to)[0])  …
/// ```
final class FoldCompiler {
  private static final ClassDesc EVENTS = RowCompiler.desc(RetainedEvents.class);
  private static final ClassDesc RANGE = RowCompiler.desc(WindowRange.class);
  private static final ClassDesc TILES = RowCompiler.desc(Tiles.class);
  private static final ClassDesc PARTIALS = RowCompiler.desc(Partial.class).arrayType();
  private static final ClassDesc EXTREME = RowCompiler.desc(ExtremeValue.class);
  private static final ClassDesc QUEUE = RowCompiler.desc(ExtremeQueue.class);
  private static final ClassDesc FOLD = RowCompiler.desc(HistoriesFold.class);
  private static final ClassDesc WORDS = ConstantDescs.CD_long.arrayType();
  private static final ClassDesc V = ConstantDescs.CD_void;
  private static final ClassDesc J = ConstantDescs.CD_long;
  private static final ClassDesc I = ConstantDescs.CD_int;
  private static final ClassDesc Z = ConstantDescs.CD_boolean;
  private static final MethodTypeDesc RECORD = MethodTypeDesc.of(V, WORDS, I);
  private static final MethodTypeDesc MOVE = MethodTypeDesc.of(V, J, J);
  private static final MethodTypeDesc POSITION = MethodTypeDesc.of(V, J);
  private static final MethodTypeDesc ANSWER = MethodTypeDesc.of(V, J, WORDS, I);
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(V);

  /// Components whose loops stand in one method, and outputs that are put in one.
  private static final int GROUP = 12;

  private final EntityPlan plan;
  private final HiddenClass compiled = new HiddenClass("CompiledFold", FOLD);
  private final Map<Object, Integer> givens = new HashMap<>();
  private final List<Given> order = new ArrayList<>();

  /// Something that each instance is given, and how it is made.
  private interface Given {
    Object create(List<HistoriesFold.History> histories, ValuePool pool);
  }

  /// A compiled fold, for any number of instances.
  static final class Compiled {
    private final MethodHandle constructor;
    private final EntityPlan plan;
    private final String version;
    private final List<Given> order;

    private Compiled(MethodHandle constructor, EntityPlan plan, String version, List<Given> order) {
      this.constructor = constructor;
      this.plan = plan;
      this.version = version;
      this.order = order;
    }

    EntityFold newInstance(ValuePool pool) {
      List<HistoriesFold.History> histories =
          plan.histories().stream().map(history -> history(history, pool)).toList();
      Object[] objects = new Object[2 + order.size()];
      objects[0] = version;
      objects[1] = histories;
      for (int i = 0; i < order.size(); i++) {
        objects[2 + i] = order.get(i).create(histories, pool);
      }
      return (EntityFold) HiddenClass.newInstance(constructor, objects);
    }

    private static List<Partial<?>> partials(
        List<ComponentPlan> components, HistoryPlan history, ValuePool pool) {
      return components.stream()
          .<Partial<?>>map(component -> (Partial<?>) component.create(history, pool))
          .toList();
    }

    private static HistoriesFold.History history(HistoryPlan history, ValuePool pool) {
      @Nullable Tiles tiles = history.past == Past.TILED ? tiles(history, pool) : null;
      return new HistoriesFold.History(
          tiles == null ? new RetainedEvents(history.shape(), pool) : tiles.order(),
          tiles,
          history.kinds(),
          history.retention,
          partials(absorbed(history), history, pool),
          StateLayout.bucketOf(history),
          pool);
    }

    private static Tiles tiles(HistoryPlan history, ValuePool pool) {
      return new Tiles(history.step, () -> partials(history.ofTile(), history, pool), pool);
    }
  }

  private FoldCompiler(EntityPlan plan) {
    this.plan = plan;
  }

  static Compiled compile(EntityPlan plan, String version) {
    return new FoldCompiler(plan).run(version);
  }

  private Compiled run(String version) {
    compiled.given(ConstantDescs.CD_String);
    compiled.given(ConstantDescs.CD_List);
    for (HistoryPlan history : plan.histories()) {
      give(history, EVENTS, (histories, _) -> histories.get(history.index).events());
      if (history.past == Past.TILED) {
        give(
            new TilesOf(history),
            TILES,
            (histories, _) -> Objects.requireNonNull(histories.get(history.index).tiles()));
      }
      for (WindowPlan window : history.windows()) {
        give(window, RANGE, (_, _) -> rangeOf(window.window()));
        for (int i = 0; i < window.components().size(); i++) {
          ComponentPlan component = window.components().get(i);
          if (!window.equals(window.keeperOf(component))) {
            continue;
          }
          ClassDesc type = RowCompiler.desc(component.kind().type);
          give(new ComponentOf(window, i), type, (_, pool) -> component.create(history, pool));
          if (history.past == Past.ABSORBED) {
            int number = i;
            give(
                new AbsorbedBy(window, i),
                type,
                (histories, _) -> histories.get(history.index).absorbed().get(number));
          }
        }
      }
    }
    applyMethod();
    plan.feeds().forEach(this::feedMethod);
    plan.histories().forEach(this::historyMethods);
    dropMethod();
    clearMethod();
    restartMethod();
    answerMethod();
    return new Compiled(compiled.define(2, _ -> {}), plan, version, List.copyOf(order));
  }

  /// What absorbs the dropped events of a history; there is one window over all of time.
  private static List<ComponentPlan> absorbed(HistoryPlan history) {
    return history.past == Past.ABSORBED ? history.windows().getFirst().components() : List.of();
  }

  /// A component of a window: of the events in it, and of those absorbed before, where there are.
  private record ComponentOf(WindowPlan window, int component) {}

  /// The tiles of a history.
  private record TilesOf(HistoryPlan history) {}

  /// A component of the absorbed events alone.
  private record AbsorbedBy(WindowPlan window, int component) {}

  private static WindowRange rangeOf(Window window) {
    return switch (window) {
      case Window.Exact exact -> WindowRange.exact(Micros.of(exact.length()));
      case Window.Stepped stepped ->
          WindowRange.stepped(Micros.of(stepped.length()), Micros.of(stepped.step()));
      case Window.Ever _ -> WindowRange.ever();
    };
  }

  private void give(Object key, ClassDesc type, Given given) {
    givens.put(identityOf(key), compiled.given(type));
    order.add(given);
  }

  /// Plans are told apart by identity where they are not values.
  private static Object identityOf(Object key) {
    return switch (key) {
      case HistoryPlan history -> List.of("history", history.index);
      case TilesOf(HistoryPlan history) -> List.of("tiles", history.index);
      case WindowPlan window -> List.of("window", window.history().index, window.index());
      case ComponentOf(WindowPlan window, int component) ->
          List.of("component", window.history().index, window.index(), component);
      case AbsorbedBy(WindowPlan window, int component) ->
          List.of("absorbed", window.history().index, window.index(), component);
      default -> throw new IllegalStateException("No given: " + key);
    };
  }

  private void load(CodeBuilder code, Object key) {
    compiled.loadGiven(code, Objects.requireNonNull(givens.get(identityOf(key))));
  }

  // Events.

  private void applyMethod() {
    compiled.method(
        "apply",
        MethodTypeDesc.of(V, I, WORDS, I),
        ClassFile.ACC_PUBLIC,
        code -> {
          for (FeedPlan feed : plan.feeds()) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(feed.index).if_icmpne(next);
            code.aload(0).aload(2).iload(3);
            code.invokevirtual(compiled.name(), "feed" + feed.index, RECORD).return_();
            code.labelBinding(next);
          }
          code.return_();
        });
  }

  private void feedMethod(FeedPlan feed) {
    compiled.method(
        "feed" + feed.index,
        RECORD,
        ClassFile.ACC_PRIVATE,
        code -> {
          for (HistoryPlan history : plan.histories()) {
            if (history.feed == feed) {
              code.aload(0).aload(1).iload(2);
              code.invokevirtual(compiled.name(), "insert" + history.index, RECORD);
            }
          }
          code.return_();
        });
  }

  private void historyMethods(HistoryPlan history) {
    compiled.method(
        "insert" + history.index, RECORD, ClassFile.ACC_PRIVATE, code -> insert(code, history));
    if (history.past == Past.TILED) {
      tileMethods(history);
    }
    compiled.method(
        "appear" + history.index, POSITION, ClassFile.ACC_PRIVATE, code -> appear(code, history));
    compiled.method(
        "drop" + history.index, POSITION, ClassFile.ACC_PRIVATE, code -> drop(code, history));
    for (WindowPlan window : history.windows()) {
      List<List<Integer>> groups = groupsOf(window);
      compiled.method(
          moveOf(window),
          MOVE,
          ClassFile.ACC_PRIVATE,
          code -> {
            for (int i = 0; i < groups.size(); i++) {
              code.aload(0)
                  .lload(1)
                  .lload(3)
                  .invokevirtual(compiled.name(), moveOf(window) + "_" + i, MOVE);
            }
            load(code, window);
            code.lload(1).lload(3).invokevirtual(RANGE, "set", MOVE).return_();
          });
      for (int i = 0; i < groups.size(); i++) {
        List<Integer> group = groups.get(i);
        compiled.method(
            moveOf(window) + "_" + i,
            MOVE,
            ClassFile.ACC_PRIVATE,
            code -> new Move(code, window, group).write());
        compiled.method(
            appearOf(window) + "_" + i,
            POSITION,
            ClassFile.ACC_PRIVATE,
            code -> {
              if (history.past == Past.TILED) {
                appearTile(code, window, group);
              } else {
                appearWithin(code, window, group);
              }
            });
        compiled.method(
            appearOf(window) + "_before_" + i,
            NOTHING,
            ClassFile.ACC_PRIVATE,
            code -> appearBefore(code, window, group));
      }
    }
  }

  private static List<List<Integer>> groupsOf(WindowPlan window) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < window.components().size(); i++) {
      if (!isMoved(window, window.components().get(i))) {
        continue;
      }
      if (groups.isEmpty() || groups.getLast().size() == GROUP) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(i);
    }
    return groups;
  }

  /// Whether something happens to a component as its window moves.
  private static boolean isMoved(WindowPlan window, ComponentPlan component) {
    return component.kind().protocol != Protocol.READER
        && window.equals(window.keeperOf(component));
  }

  private static String moveOf(WindowPlan window) {
    return "move" + window.history().index + "_" + window.index();
  }

  private static String appearOf(WindowPlan window) {
    return "appear" + window.history().index + "_" + window.index();
  }

  private void insert(CodeBuilder code, HistoryPlan history) {
    RecordLayout layout = history.feed.layout();
    int time = code.allocateLocal(TypeKind.LONG);
    int expired = code.allocateLocal(TypeKind.LONG);
    Label end = code.newLabel();
    if (history.filter >= 0) {
      pushRecordWord(code, layout.bitsAt() + history.filter / Long.SIZE);
      code.loadConstant(1L << history.filter).land().lconst_0().lcmp().ifeq(end);
    }
    pushRecordWord(code, layout.timeAt());
    if (history.past == Past.TILED) {
      code.loadConstant(history.step).invokestatic(TILES, "startOf", MethodTypeDesc.of(J, J, J));
    }
    code.lstore(time);
    pushRecordWord(code, layout.knownAtAt());
    code.loadConstant(history.retention);
    code.invokestatic(FOLD, "expired", MethodTypeDesc.of(J, J, J)).lstore(expired);
    if (history.past != Past.ABSORBED) {
      code.lload(time).lload(expired).lcmp().ifle(end);
      dropExpired(code, history, expired);
    }
    if (history.past == Past.TILED) {
      enterTile(code, history, time);
    } else {
      insertEvent(code, history, time);
    }
    code.aload(0).loadConstant(history.index).lload(time);
    code.invokevirtual(compiled.name(), "note", MethodTypeDesc.of(V, I, J));
    if (history.past == Past.ABSORBED) {
      dropExpired(code, history, expired);
    }
    code.labelBinding(end);
    code.return_();
  }

  private void insertEvent(CodeBuilder code, HistoryPlan history, int time) {
    RecordLayout layout = history.feed.layout();
    int slot = code.allocateLocal(TypeKind.INT);
    int own = code.allocateLocal(TypeKind.REFERENCE);
    Label last = code.newLabel();
    load(code, history);
    code.lload(time);
    if (history.needsId) {
      pushRecordWord(code, layout.idAt());
    } else {
      code.lconst_0();
    }
    code.invokevirtual(EVENTS, "insert", MethodTypeDesc.of(I, J, J)).istore(slot);
    load(code, history);
    code.invokevirtual(EVENTS, "words", MethodTypeDesc.of(WORDS)).astore(own);
    for (int i = 0; i < history.bitWords(); i++) {
      copy(code, own, slot, 1 + i, layout.bitsAt() + i);
    }
    for (int lane = 0; lane < history.lanes.size(); lane++) {
      copy(code, own, slot, history.laneAt(lane), layout.valueAt(history.lanes.get(lane)));
    }
    load(code, history);
    code.iload(slot).invokevirtual(EVENTS, "isLast", MethodTypeDesc.of(Z, I)).ifne(last);
    code.aload(0);
    load(code, history);
    code.iload(slot).invokevirtual(EVENTS, "positionOf", MethodTypeDesc.of(J, I));
    code.invokevirtual(compiled.name(), "appear" + history.index, POSITION);
    code.labelBinding(last);
  }

  /// Gives an event to its tile, which may be new, after the windows that have it already.
  private void enterTile(CodeBuilder code, HistoryPlan history, int start) {
    Label last = code.newLabel();
    load(code, new TilesOf(history));
    code.lload(start).invokevirtual(TILES, "enter", MethodTypeDesc.of(Z, J)).ifeq(last);
    code.aload(0);
    pushCurrent(code, history);
    code.invokevirtual(compiled.name(), "appear" + history.index, POSITION);
    code.labelBinding(last);
    for (String method : List.of(windowsOf(history), tileOf(history))) {
      code.aload(0).aload(1).iload(2).invokevirtual(compiled.name(), method, RECORD);
    }
  }

  private void pushCurrent(CodeBuilder code, HistoryPlan history) {
    load(code, new TilesOf(history));
    code.invokevirtual(TILES, "current", MethodTypeDesc.of(J));
  }

  private static String windowsOf(HistoryPlan history) {
    return "windows" + history.index;
  }

  private static String tileOf(HistoryPlan history) {
    return "tile" + history.index;
  }

  private static String enterOf(WindowPlan window) {
    return "enter" + window.history().index + "_" + window.index();
  }

  /// The methods by which an event comes to the current tile, and to the windows that have it.
  private void tileMethods(HistoryPlan history) {
    chunked(
        windowsOf(history), RECORD, ClassFile.ACC_PRIVATE, history.windows(), this::enterIfHeld);
    for (WindowPlan window : history.windows()) {
      List<List<Integer>> groups = groupsOf(window);
      for (int i = 0; i < groups.size(); i++) {
        List<Integer> group = groups.get(i);
        compiled.method(
            enterOf(window) + "_" + i,
            RECORD,
            ClassFile.ACC_PRIVATE,
            code -> new RecordStep(code, history).enterWindow(window, group));
      }
    }
    List<Integer> partials = new ArrayList<>();
    for (int i = 0; i < history.ofTile().size(); i++) {
      partials.add(i);
    }
    chunked(
        tileOf(history),
        RECORD,
        ClassFile.ACC_PRIVATE,
        partials,
        (code, number) -> new RecordStep(code, history).enterTile(number));
  }

  private void enterIfHeld(CodeBuilder code, WindowPlan window) {
    Label next = code.newLabel();
    load(code, window);
    pushCurrent(code, window.history());
    code.invokevirtual(RANGE, "holds", MethodTypeDesc.of(Z, J)).ifeq(next);
    for (int i = 0; i < groupsOf(window).size(); i++) {
      code.aload(0).aload(1).iload(2);
      code.invokevirtual(compiled.name(), enterOf(window) + "_" + i, RECORD);
    }
    code.labelBinding(next);
  }

  private void dropExpired(CodeBuilder code, HistoryPlan history, int expired) {
    Label noneExpired = code.newLabel();
    load(code, history);
    code.invokevirtual(EVENTS, "isEmpty", MethodTypeDesc.of(Z)).ifne(noneExpired);
    load(code, history);
    code.invokevirtual(EVENTS, "firstTime", MethodTypeDesc.of(J));
    code.lload(expired).lcmp().ifgt(noneExpired);
    code.aload(0).lload(expired).invokevirtual(compiled.name(), "drop" + history.index, POSITION);
    code.labelBinding(noneExpired);
  }

  private static void pushRecordWord(CodeBuilder code, int offset) {
    code.aload(1).iload(2).loadConstant(offset).iadd().laload();
  }

  private static void copy(CodeBuilder code, int own, int slot, int to, int from) {
    code.aload(own).iload(slot).loadConstant(to).iadd();
    pushRecordWord(code, from);
    code.lastore();
  }

  /// A late event appeared: every window takes note.
  private void appear(CodeBuilder code, HistoryPlan history) {
    for (WindowPlan window : history.windows()) {
      int groups = groupsOf(window).size();
      Label next = code.newLabel();
      Label within = code.newLabel();
      load(code, window);
      code.lload(1).invokevirtual(RANGE, "appear", MethodTypeDesc.of(I, J));
      int where = code.allocateLocal(TypeKind.INT);
      code.istore(where);
      code.iload(where).ifeq(next);
      code.iload(where).ifgt(within);
      for (int i = 0; i < groups; i++) {
        code.aload(0).invokevirtual(compiled.name(), appearOf(window) + "_before_" + i, NOTHING);
      }
      code.goto_(next);
      code.labelBinding(within);
      for (int i = 0; i < groups; i++) {
        code.aload(0).lload(1).invokevirtual(compiled.name(), appearOf(window) + "_" + i, POSITION);
      }
      code.labelBinding(next);
    }
    code.return_();
  }

  private void appearBefore(CodeBuilder code, WindowPlan window, List<Integer> group) {
    for (int i : group) {
      if (window.components().get(i).kind().protocol == Protocol.QUEUE) {
        load(code, new ComponentOf(window, i));
        code.invokevirtual(QUEUE, "moveUp", NOTHING);
      }
    }
    code.return_();
  }

  private void appearWithin(CodeBuilder code, WindowPlan window, List<Integer> group) {
    EventStep step = new EventStep(code, window);
    step.pointTo(1);
    for (int i : group) {
      switch (window.components().get(i).kind().protocol) {
        case INVERTIBLE, TIMED, COUNTER, EVENT -> step.enter(i);
        case NEIGHBOURS -> {
          int from = code.allocateLocal(TypeKind.LONG);
          int to = code.allocateLocal(TypeKind.LONG);
          load(code, window);
          code.invokevirtual(RANGE, "from", MethodTypeDesc.of(J)).lstore(from);
          load(code, window);
          code.invokevirtual(RANGE, "to", MethodTypeDesc.of(J)).lstore(to);
          step.neighbours(i, "enter", 1, from, to);
        }
        case QUEUE -> {
          Label isNull = code.newLabel();
          Label done = code.newLabel();
          step.branchIfNull(i, isNull);
          callQueue(code, window, i, "appear", () -> step.pushWord(i), () -> code.lload(1));
          code.goto_(done);
          code.labelBinding(isNull);
          load(code, new ComponentOf(window, i));
          code.lload(1).invokevirtual(QUEUE, "appearWithoutKey", POSITION);
          code.labelBinding(done);
        }
        case DISTINCT, READER -> throw new IllegalStateException("Of no events: " + window);
      }
    }
    code.return_();
  }

  /// A new tile appeared within the window; it is empty as yet.
  private void appearTile(CodeBuilder code, WindowPlan window, List<Integer> group) {
    for (int i : group) {
      if (window.components().get(i).kind().protocol == Protocol.QUEUE) {
        load(code, new ComponentOf(window, i));
        code.lload(1).invokevirtual(QUEUE, "appearWithoutKey", POSITION);
      }
    }
    code.return_();
  }

  private void drop(CodeBuilder code, HistoryPlan history) {
    int position = code.allocateLocal(TypeKind.LONG);
    Label end = code.newLabel();
    load(code, history);
    code.lload(1);
    load(code, history);
    code.invokevirtual(EVENTS, "first", MethodTypeDesc.of(J));
    code.invokevirtual(EVENTS, "positionAfter", MethodTypeDesc.of(J, J, J)).lstore(position);
    code.lload(position);
    load(code, history);
    code.invokevirtual(EVENTS, "first", MethodTypeDesc.of(J)).lcmp().ifle(end);
    code.aload(0).loadConstant(history.index).lload(position);
    code.invokevirtual(compiled.name(), "noteDrop", MethodTypeDesc.of(V, I, J));
    for (WindowPlan window : history.windows()) {
      code.aload(0);
      for (String side : List.of("from", "to")) {
        load(code, window);
        code.invokevirtual(RANGE, side, MethodTypeDesc.of(J)).lload(position);
        code.invokestatic(RowCompiler.desc(Math.class), "max", MethodTypeDesc.of(J, J, J));
      }
      code.invokevirtual(compiled.name(), moveOf(window), MOVE);
    }
    if (history.past == Past.ABSORBED) {
      absorb(code, history.windows().getFirst(), position);
      code.aload(0).invokevirtual(compiled.name(), "noteAbsorbed", NOTHING);
    }
    boolean isTiled = history.past == Past.TILED;
    load(code, isTiled ? new TilesOf(history) : history);
    code.lload(position).invokevirtual(isTiled ? TILES : EVENTS, "dropBefore", POSITION);
    code.labelBinding(end);
    code.return_();
  }

  /// Gives the events before a position to what absorbs them.
  private void absorb(CodeBuilder code, WindowPlan window, int end) {
    int at = code.allocateLocal(TypeKind.LONG);
    EventStep step = new EventStep(code, window);
    load(code, window.history());
    code.invokevirtual(EVENTS, "first", MethodTypeDesc.of(J)).lstore(at);
    step.pointTo(at);
    Label start = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(start);
    code.lload(at).lload(end).lcmp().ifge(done);
    for (int i = 0; i < window.components().size(); i++) {
      Object absorbing = new AbsorbedBy(window, i);
      step.words.call(window.components().get(i), "enter", () -> load(code, absorbing));
    }
    code.lload(at).lconst_1().ladd().lstore(at);
    step.moveUp();
    code.goto_(start);
    code.labelBinding(done);
  }

  private void restartMethod() {
    List<ComponentOf> all = new ArrayList<>();
    for (HistoryPlan history : plan.histories()) {
      for (int i = 0; i < absorbed(history).size(); i++) {
        all.add(new ComponentOf(history.windows().getFirst(), i));
      }
    }
    chunked("restart", NOTHING, ClassFile.ACC_PROTECTED, all, this::restart);
  }

  /// Makes a component that of the absorbed events alone.
  private void restart(CodeBuilder code, ComponentOf component) {
    ClassDesc type =
        RowCompiler.desc(component.window().components().get(component.component()).kind().type);
    load(code, component);
    code.invokevirtual(type, "clear", NOTHING);
    load(code, component);
    load(code, new AbsorbedBy(component.window(), component.component()));
    code.invokevirtual(type, "merge", MethodTypeDesc.of(V, type));
  }

  private void dropMethod() {
    compiled.method(
        "drop",
        MethodTypeDesc.of(V, I, J),
        ClassFile.ACC_PROTECTED,
        code -> {
          for (HistoryPlan history : plan.histories()) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(history.index).if_icmpne(next);
            code.aload(0).lload(2);
            code.invokevirtual(compiled.name(), "drop" + history.index, POSITION).return_();
            code.labelBinding(next);
          }
          code.return_();
        });
  }

  private void clearMethod() {
    List<Clear> clears = new ArrayList<>();
    for (HistoryPlan history : plan.histories()) {
      for (WindowPlan window : history.windows()) {
        clears.add(new Clear(window, RANGE));
        for (int i = 0; i < window.components().size(); i++) {
          ComponentPlan.Kind kind = window.components().get(i).kind();
          if (isMoved(window, window.components().get(i))) {
            clears.add(new Clear(new ComponentOf(window, i), RowCompiler.desc(kind.type)));
            if (history.past == Past.ABSORBED) {
              clears.add(new Clear(new AbsorbedBy(window, i), RowCompiler.desc(kind.type)));
            }
          }
        }
      }
    }
    chunked(
        "clearWindows",
        NOTHING,
        ClassFile.ACC_PROTECTED,
        clears,
        (code, clear) -> {
          load(code, clear.key());
          code.invokevirtual(clear.type(), "clear", NOTHING);
        });
  }

  private record Clear(Object key, ClassDesc type) {}

  // Asks.

  private void answerMethod() {
    List<AnswerPart> parts = new ArrayList<>();
    for (int i = 0; i < plan.outputLayout().bitWords(); i++) {
      parts.add(new AnswerPart.ClearBits(i));
    }
    for (HistoryPlan history : plan.histories()) {
      history.windows().forEach(window -> parts.add(new AnswerPart.Touch(window)));
    }
    for (HistoryPlan history : plan.histories()) {
      history.windows().forEach(window -> parts.add(new AnswerPart.MoveTo(window)));
    }
    for (int i = 0; i < plan.outputs().size(); i++) {
      parts.add(new AnswerPart.PutOne(i));
    }
    chunked("answer", ANSWER, ClassFile.ACC_PUBLIC, parts, this::answerPart);
  }

  private sealed interface AnswerPart {
    record ClearBits(int word) implements AnswerPart {}

    record Touch(WindowPlan window) implements AnswerPart {}

    record MoveTo(WindowPlan window) implements AnswerPart {}

    record PutOne(int output) implements AnswerPart {}
  }

  private void answerPart(CodeBuilder code, AnswerPart part) {
    switch (part) {
      case AnswerPart.ClearBits(int word) ->
          code.aload(3).iload(4).loadConstant(word).iadd().lconst_0().lastore();
      case AnswerPart.Touch(WindowPlan window) -> {
        load(code, window);
        load(code, window.history());
        code.invokevirtual(RANGE, "touch", MethodTypeDesc.of(V, EVENTS));
      }
      case AnswerPart.MoveTo(WindowPlan window) -> {
        code.aload(0);
        for (String side : List.of("fromAt", "toAt")) {
          load(code, window);
          load(code, window.history());
          code.lload(1).invokevirtual(RANGE, side, MethodTypeDesc.of(J, EVENTS, J));
        }
        code.invokevirtual(compiled.name(), moveOf(window), MOVE);
      }
      case AnswerPart.PutOne(int output) -> put(code, output, plan.outputs().get(output));
    }
  }

  private void put(CodeBuilder code, int number, OutputPlan output) {
    WindowPlan window = output.window();
    HistoryPlan history = output.history();
    int valueAt = plan.outputLayout().valueAt(number);
    switch (output.put()) {
      case Put.Count _ -> {
        load(code, window);
        code.aload(3).iload(4).loadConstant(valueAt);
        code.invokevirtual(RANGE, "putCount", MethodTypeDesc.of(V, WORDS, I, I));
      }
      case Put.First(int lane) -> putLane(code, "putFirst", window, lane, number, valueAt);
      case Put.Last(int lane) -> putLane(code, "putLast", window, lane, number, valueAt);
      case Put.TimeSinceLast(double unit) -> {
        load(code, window);
        load(code, history);
        code.lload(1).loadConstant(unit);
        pushOutput(code, number, valueAt);
        code.invokevirtual(
            RANGE,
            "putTimeSinceLast",
            MethodTypeDesc.of(V, EVENTS, J, ConstantDescs.CD_double, WORDS, I, I, I));
      }
      case Put.OfComponent(int component, String method, List<Object> arguments) ->
          putComponent(code, window, component, method, arguments, number, valueAt);
    }
  }

  private void putLane(
      CodeBuilder code, String method, WindowPlan window, int lane, int number, int valueAt) {
    HistoryPlan history = window.history();
    load(code, window);
    load(code, history);
    code.loadConstant(history.laneAt(lane)).loadConstant(history.nullAt(lane));
    code.loadConstant(history.nullMask(lane));
    pushOutput(code, number, valueAt);
    code.invokevirtual(RANGE, method, MethodTypeDesc.of(V, EVENTS, I, I, J, WORDS, I, I, I));
  }

  private void putComponent(
      CodeBuilder code,
      WindowPlan window,
      int component,
      String method,
      List<Object> arguments,
      int number,
      int valueAt) {
    ComponentPlan.Kind kind = window.components().get(component).kind();
    WindowPlan keeper = window.keeperOf(window.components().get(component));
    List<ClassDesc> types = new ArrayList<>();
    load(code, new ComponentOf(keeper, keeper.component(window.components().get(component))));
    if (kind.protocol == Protocol.QUEUE) {
      load(code, window);
      code.invokevirtual(RANGE, "from", MethodTypeDesc.of(J));
      types.add(J);
    }
    if (kind.protocol == Protocol.READER) {
      HistoryPlan history = window.history();
      boolean isTiled = history.past == Past.TILED;
      load(code, isTiled ? new TilesOf(history) : history);
      load(code, window);
      types.addAll(List.of(isTiled ? TILES : EVENTS, RANGE));
    }
    for (Object argument : arguments) {
      if (argument.equals(Put.OfComponent.ASK_TIME)) {
        code.lload(1);
        types.add(J);
        continue;
      }
      switch (argument) {
        case Long value -> code.loadConstant(value.longValue());
        case Integer value -> code.loadConstant(value.intValue());
        case Double value -> code.loadConstant(value.doubleValue());
        default -> throw new IllegalStateException("No argument: " + argument);
      }
      types.add(
          switch (argument) {
            case Long _ -> J;
            case Integer _ -> I;
            default -> ConstantDescs.CD_double;
          });
    }
    pushOutput(code, number, valueAt);
    types.addAll(List.of(WORDS, I, I, I));
    code.invokevirtual(RowCompiler.desc(kind.type), method, MethodTypeDesc.of(V, types));
  }

  private static void pushOutput(CodeBuilder code, int number, int valueAt) {
    code.aload(3).iload(4).loadConstant(number).loadConstant(valueAt);
  }

  /// A method of many equal parts, cut so that none is too large.
  private <T> void chunked(
      String name, MethodTypeDesc type, int flags, List<T> parts, PartWriter<T> writer) {
    int size = 5 * GROUP;
    int chunks = (parts.size() + size - 1) / size;
    compiled.method(
        name,
        type,
        flags,
        code -> {
          for (int i = 0; i < chunks; i++) {
            code.aload(0);
            int slot = 1;
            for (ClassDesc parameter : type.parameterList()) {
              TypeKind kind = TypeKind.from(parameter);
              code.loadLocal(kind, slot);
              slot += kind.slotSize();
            }
            code.invokevirtual(compiled.name(), name + "_" + i, type);
          }
          code.return_();
        });
    for (int i = 0; i < chunks; i++) {
      List<T> chunk = parts.subList(i * size, Math.min(parts.size(), (i + 1) * size));
      compiled.method(
          name + "_" + i,
          type,
          ClassFile.ACC_PRIVATE,
          code -> {
            chunk.forEach(part -> writer.write(code, part));
            code.return_();
          });
    }
  }

  private interface PartWriter<T> {
    void write(CodeBuilder code, T part);
  }

  /// Calls a queue's method of a key and a position.
  ///
  /// @param word pushes a value
  private void callQueue(
      CodeBuilder code,
      WindowPlan window,
      int number,
      String method,
      Runnable word,
      Runnable position) {
    ComponentPlan component = window.components().get(number);
    load(code, new ComponentOf(window, number));
    word.run();
    ValueKind kind = window.history().kind(component.lane());
    if (kind == ValueKind.DOUBLE) {
      code.invokestatic(QUEUE, "keyOfBits", MethodTypeDesc.of(J, J));
    }
    if (kind != ValueKind.TEXT && component.kind() == ComponentPlan.Kind.LEAST) {
      code.invokestatic(QUEUE, "reverse", MethodTypeDesc.of(J, J));
    }
    position.run();
    code.invokevirtual(QUEUE, method, MOVE);
  }

  /// Pushes a partial result of the tile whose position is pushed by that.
  private void pushPartial(CodeBuilder code, HistoryPlan history, int number, Runnable position) {
    load(code, new TilesOf(history));
    position.run();
    code.invokevirtual(TILES, "at", MethodTypeDesc.of(PARTIALS, J));
    code.loadConstant(number).aaload();
    code.checkcast(RowCompiler.desc(history.ofTile().get(number).kind().type));
  }

  /// An event of a history, as local variables say where its words are.
  private static final class EventWords {
    private final CodeBuilder code;
    private final HistoryPlan history;
    private final int words;
    private final int at;

    EventWords(CodeBuilder code, HistoryPlan history, int words, int at) {
      this.code = code;
      this.history = history;
      this.words = words;
      this.at = at;
    }

    /// Calls a component's method of one event, unless it needs a value and that is null.
    ///
    /// @param pushed pushes the component
    void call(ComponentPlan component, String method, Runnable pushed) {
      ClassDesc type = RowCompiler.desc(component.kind().type);
      switch (component.kind().protocol) {
        case COUNTER -> {
          pushed.run();
          code.invokevirtual(type, method, NOTHING);
        }
        case EVENT -> {
          pushed.run();
          code.aload(words).iload(at).invokevirtual(type, method, RECORD);
        }
        case INVERTIBLE, TIMED -> {
          Label isNull = code.newLabel();
          boolean isTimed = component.kind().protocol == Protocol.TIMED;
          branchIfNull(component.lane(), isNull);
          pushed.run();
          pushLane(component.lane());
          if (isTimed) {
            push(history.timeAt());
          }
          code.invokevirtual(type, method, isTimed ? MOVE : POSITION);
          code.labelBinding(isNull);
        }
        case NEIGHBOURS, QUEUE, DISTINCT, READER ->
            throw new IllegalStateException("No component of words: " + component);
      }
    }

    void branchIfNull(int lane, Label isNull) {
      int nullAt = history.nullAt(lane);
      if (nullAt != 0) {
        push(nullAt);
        code.loadConstant(history.nullMask(lane)).land().lconst_0().lcmp().ifne(isNull);
      }
    }

    void pushLane(int lane) {
      push(history.laneAt(lane));
    }

    private void push(int offset) {
      code.aload(words).iload(at).loadConstant(offset).iadd().laload();
    }
  }

  /// An event that comes to the current tile, and to the windows that have it already; the words of
  /// its record are the method's parameters.
  private final class RecordStep {
    private final CodeBuilder code;
    private final HistoryPlan history;
    private final EventWords words;

    RecordStep(CodeBuilder code, HistoryPlan history) {
      this.code = code;
      this.history = history;
      words = new EventWords(code, history, 1, 2);
    }

    void enterTile(int number) {
      words.call(history.ofTile().get(number), "enter", () -> pushPartial(number));
    }

    void enterWindow(WindowPlan window, List<Integer> group) {
      for (int i : group) {
        ComponentPlan component = window.components().get(i);
        Label isNull = code.newLabel();
        switch (component.kind().protocol) {
          case INVERTIBLE, TIMED, COUNTER ->
              words.call(component, "enter", () -> load(code, new ComponentOf(window, i)));
          case QUEUE -> {
            words.branchIfNull(component.lane(), isNull);
            callQueue(
                code,
                window,
                i,
                "enter",
                () -> words.pushLane(component.lane()),
                () -> pushCurrent(code, history));
          }
          case DISTINCT -> {
            words.branchIfNull(component.lane(), isNull);
            load(code, new ComponentOf(window, i));
            words.pushLane(component.lane());
            pushPartial(component.tileNumber(history));
            code.invokevirtual(
                RowCompiler.desc(component.kind().type),
                "enter",
                MethodTypeDesc.of(V, J, RowCompiler.desc(component.ofTile().kind().type)));
          }
          case EVENT, NEIGHBOURS, READER ->
              throw new IllegalStateException("Of no window over tiles: " + component);
        }
        code.labelBinding(isNull);
      }
      code.return_();
    }

    private void pushPartial(int number) {
      FoldCompiler.this.pushPartial(code, history, number, () -> pushCurrent(code, history));
    }
  }

  /// What happens to components as an event or a tile enters or leaves a window.
  private abstract class Step {
    final CodeBuilder code;
    final WindowPlan window;
    final HistoryPlan history;

    Step(CodeBuilder code, WindowPlan window) {
      this.code = code;
      this.window = window;
      history = window.history();
    }

    /// Points to the position in a local variable.
    abstract void pointTo(int position);

    /// Notes that the local variable has grown by one.
    abstract void moveUp();

    /// Notes that the local variable has shrunk by one.
    abstract void moveDown();

    abstract void enter(int number);

    abstract void leave(int number);

    /// Jumps where a component finds no value.
    abstract void branchIfNull(int number, Label isNull);

    /// Pushes the value that a component finds.
    abstract void pushWord(int number);

    /// Shows a component the event at a position, all bounds being local variables.
    final void neighbours(int number, String method, int position, int from, int to) {
      load(code, new ComponentOf(window, number));
      load(code, history);
      code.lload(position).lload(from).lload(to);
      code.invokevirtual(
          RowCompiler.desc(window.components().get(number).kind().type),
          method,
          MethodTypeDesc.of(V, EVENTS, J, J, J));
    }
  }

  private final class EventStep extends Step {
    private final int all = code.allocateLocal(TypeKind.REFERENCE);
    private final int at = code.allocateLocal(TypeKind.INT);
    final EventWords words = new EventWords(code, history, all, at);

    EventStep(CodeBuilder code, WindowPlan window) {
      super(code, window);
    }

    @Override
    void pointTo(int position) {
      load(code, history);
      code.invokevirtual(EVENTS, "words", MethodTypeDesc.of(WORDS)).astore(all);
      load(code, history);
      code.lload(position).invokevirtual(EVENTS, "at", MethodTypeDesc.of(I, J)).istore(at);
    }

    @Override
    void moveUp() {
      code.iload(at).loadConstant(history.width()).iadd().istore(at);
    }

    @Override
    void moveDown() {
      code.iload(at).loadConstant(history.width()).isub().istore(at);
    }

    @Override
    void enter(int number) {
      call(number, "enter");
    }

    @Override
    void leave(int number) {
      call(number, "leave");
    }

    @Override
    void branchIfNull(int number, Label isNull) {
      words.branchIfNull(window.components().get(number).lane(), isNull);
    }

    @Override
    void pushWord(int number) {
      words.pushLane(window.components().get(number).lane());
    }

    private void call(int number, String method) {
      words.call(
          window.components().get(number),
          method,
          () -> load(code, new ComponentOf(window, number)));
    }
  }

  private final class TileStep extends Step {
    private int position;

    TileStep(CodeBuilder code, WindowPlan window) {
      super(code, window);
    }

    @Override
    void pointTo(int local) {
      position = local;
    }

    @Override
    void moveUp() {}

    @Override
    void moveDown() {}

    @Override
    void enter(int number) {
      call(number, "merge");
    }

    @Override
    void leave(int number) {
      call(number, "subtract");
    }

    @Override
    void branchIfNull(int number, Label isNull) {
      pushPartial(number);
      code.invokevirtual(EXTREME, "isEmpty", MethodTypeDesc.of(Z)).ifne(isNull);
    }

    @Override
    void pushWord(int number) {
      pushPartial(number);
      code.invokevirtual(EXTREME, "word", MethodTypeDesc.of(J));
    }

    private void call(int number, String method) {
      ComponentPlan component = window.components().get(number);
      load(code, new ComponentOf(window, number));
      pushPartial(number);
      code.invokevirtual(
          RowCompiler.desc(component.kind().type),
          method,
          MethodTypeDesc.of(V, RowCompiler.desc(component.ofTile().kind().type)));
    }

    private void pushPartial(int number) {
      int ofTile = window.components().get(number).tileNumber(history);
      FoldCompiler.this.pushPartial(code, history, ofTile, () -> code.lload(position));
    }
  }

  /// The method that moves some components of a window to another range.
  private final class Move {
    private static final int NEW_FROM = 1;
    private static final int NEW_TO = 3;

    private final CodeBuilder code;
    private final WindowPlan window;
    private final List<Integer> group;
    private final Step step;
    private final int from;
    private final int to;

    Move(CodeBuilder code, WindowPlan window, List<Integer> group) {
      this.code = code;
      this.window = window;
      this.group = group;
      from = code.allocateLocal(TypeKind.LONG);
      to = code.allocateLocal(TypeKind.LONG);
      step =
          window.history().past == Past.TILED
              ? new TileStep(code, window)
              : new EventStep(code, window);
    }

    void write() {
      load(code, window);
      code.invokevirtual(RANGE, "from", MethodTypeDesc.of(J)).lstore(from);
      load(code, window);
      code.invokevirtual(RANGE, "to", MethodTypeDesc.of(J)).lstore(to);
      if (window.history().past == Past.ABSORBED) {
        writeAbsorbed();
        return;
      }
      restartIfDisjoint();
      // First where it starts: the branches are those that have just found it.
      step.pointTo(from);
      up(from, NEW_FROM, this::leaveFirst);
      down(from, NEW_FROM, this::enterFirst);
      step.pointTo(to);
      up(to, NEW_TO, this::enterLast);
      down(to, NEW_TO, this::leaveLast);
      refill();
      code.return_();
    }

    /// Over all of time events only come; where an ask lies before the last, what was absorbed is
    /// begun with again.
    private void writeAbsorbed() {
      Label onwards = code.newLabel();
      code.lload(NEW_TO).lload(to).lcmp().ifge(onwards);
      group.forEach(i -> restart(code, new ComponentOf(window, i)));
      load(code, window.history());
      code.invokevirtual(EVENTS, "first", MethodTypeDesc.of(J)).lstore(to);
      code.labelBinding(onwards);
      step.pointTo(to);
      up(to, NEW_TO, this::enterLast);
      code.return_();
    }

    private void restartIfDisjoint() {
      Label restart = code.newLabel();
      Label overlap = code.newLabel();
      code.lload(NEW_FROM).lload(to).lcmp().ifge(restart);
      code.lload(NEW_TO).lload(from).lcmp().ifgt(overlap);
      code.labelBinding(restart);
      for (int i : group) {
        load(code, new ComponentOf(window, i));
        code.invokevirtual(
            RowCompiler.desc(window.components().get(i).kind().type), "clear", NOTHING);
      }
      code.lload(NEW_FROM).lstore(from);
      code.lload(NEW_FROM).lstore(to);
      code.labelBinding(overlap);
    }

    /// While a bound lies before another, does something with the event there and moves it up.
    private void up(int bound, int target, Runnable body) {
      Label start = code.newLabel();
      Label end = code.newLabel();
      code.labelBinding(start);
      code.lload(bound).lload(target).lcmp().ifge(end);
      body.run();
      code.lload(bound).lconst_1().ladd().lstore(bound);
      step.moveUp();
      code.goto_(start);
      code.labelBinding(end);
    }

    /// While a bound lies behind another, moves it down and does something with the event there.
    private void down(int bound, int target, Runnable body) {
      Label start = code.newLabel();
      Label end = code.newLabel();
      code.labelBinding(start);
      code.lload(bound).lload(target).lcmp().ifle(end);
      code.lload(bound).lconst_1().lsub().lstore(bound);
      step.moveDown();
      body.run();
      code.goto_(start);
      code.labelBinding(end);
    }

    private void enterLast() {
      forEach("enter", step::enter, to, i -> enterQueue(i, to));
    }

    private void leaveLast() {
      forEach("leave", step::leave, to, this::goStale);
    }

    private void leaveFirst() {
      forEach(
          "leave",
          step::leave,
          from,
          i -> {
            load(code, new ComponentOf(window, i));
            code.lload(from).invokevirtual(QUEUE, "leaveFirst", POSITION);
          });
    }

    private void enterFirst() {
      forEach("enter", step::enter, from, this::goStale);
    }

    private void forEach(
        String neighbours, IntConsumer invertible, int position, IntConsumer queue) {
      for (int i : group) {
        switch (window.components().get(i).kind().protocol) {
          case INVERTIBLE, TIMED, COUNTER, EVENT, DISTINCT -> invertible.accept(i);
          case NEIGHBOURS -> step.neighbours(i, neighbours, position, from, to);
          case QUEUE -> queue.accept(i);
          case READER -> throw new IllegalStateException("Readers are in no group");
        }
      }
    }

    private void enterQueue(int number, int position) {
      Label isNull = code.newLabel();
      step.branchIfNull(number, isNull);
      callQueue(
          code,
          window,
          number,
          "enterLast",
          () -> step.pushWord(number),
          () -> code.lload(position));
      code.labelBinding(isNull);
    }

    private void goStale(int number) {
      load(code, new ComponentOf(window, number));
      code.invokevirtual(QUEUE, "goStale", NOTHING);
    }

    /// Gives a stale queue all events of the window anew.
    private void refill() {
      for (int i : group) {
        if (window.components().get(i).kind().protocol != Protocol.QUEUE) {
          continue;
        }
        Label fresh = code.newLabel();
        load(code, new ComponentOf(window, i));
        code.invokevirtual(QUEUE, "isStale", MethodTypeDesc.of(Z)).ifeq(fresh);
        load(code, new ComponentOf(window, i));
        code.invokevirtual(QUEUE, "clear", NOTHING);
        code.lload(NEW_FROM).lstore(to);
        step.pointTo(to);
        int number = i;
        up(to, NEW_TO, () -> enterQueue(number, to));
        code.labelBinding(fresh);
      }
    }
  }
}
