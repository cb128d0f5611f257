package roundhouse.featureengine.language.program;

import static roundhouse.featureengine.language.program.FoldClass.EVENTS;
import static roundhouse.featureengine.language.program.FoldClass.FOLD;
import static roundhouse.featureengine.language.program.FoldClass.I;
import static roundhouse.featureengine.language.program.FoldClass.J;
import static roundhouse.featureengine.language.program.FoldClass.MOVE;
import static roundhouse.featureengine.language.program.FoldClass.NOTHING;
import static roundhouse.featureengine.language.program.FoldClass.POSITION;
import static roundhouse.featureengine.language.program.FoldClass.QUEUE;
import static roundhouse.featureengine.language.program.FoldClass.RANGE;
import static roundhouse.featureengine.language.program.FoldClass.RECORD;
import static roundhouse.featureengine.language.program.FoldClass.TILES;
import static roundhouse.featureengine.language.program.FoldClass.V;
import static roundhouse.featureengine.language.program.FoldClass.WORDS;
import static roundhouse.featureengine.language.program.FoldClass.Z;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.RecordLayout;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.fold.HistoriesFold;
import roundhouse.featureengine.kernel.fold.Partial;
import roundhouse.featureengine.kernel.fold.RetainedEvents;
import roundhouse.featureengine.kernel.fold.Tiles;
import roundhouse.featureengine.kernel.fold.WindowRange;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.program.ComponentPlan.Protocol;
import roundhouse.featureengine.language.program.EntityPlan.FeedPlan;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.Past;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;
import roundhouse.featureengine.language.program.FoldClass.AbsorbedBy;
import roundhouse.featureengine.language.program.FoldClass.ComponentOf;
import roundhouse.featureengine.language.program.FoldClass.TilesOf;

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
  private final EntityPlan plan;
  private final FoldClass fold = new FoldClass();

  /// A compiled fold, for any number of instances.
  static final class Compiled {
    private final MethodHandle constructor;
    private final EntityPlan plan;
    private final String version;
    private final List<FoldClass.Given> order;

    private Compiled(
        MethodHandle constructor, EntityPlan plan, String version, List<FoldClass.Given> order) {
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
    for (HistoryPlan history : plan.histories()) {
      fold.give(history, EVENTS, (histories, _) -> histories.get(history.index).events());
      if (history.past == Past.TILED) {
        fold.give(
            new TilesOf(history),
            TILES,
            (histories, _) -> Objects.requireNonNull(histories.get(history.index).tiles()));
      }
      history.windows().forEach(this::giveWindow);
    }
    applyMethod();
    plan.feeds().forEach(this::feedMethod);
    plan.histories().forEach(this::historyMethods);
    dropMethod();
    clearMethod();
    restartMethod();
    new FoldAnswer(fold, plan).write();
    return new Compiled(fold.define(), plan, version, fold.order());
  }

  private void giveWindow(WindowPlan window) {
    HistoryPlan history = window.history();
    if (!history.isAbsorbedAtOnce()) {
      fold.give(window, RANGE, (_, _) -> rangeOf(window.window()));
    }
    for (int i = 0; i < window.components().size(); i++) {
      ComponentPlan component = window.components().get(i);
      ClassDesc type = RowCompiler.desc(component.kind().type);
      if (!history.isAbsorbedAtOnce()) {
        fold.give(new ComponentOf(window, i), type, (_, pool) -> component.create(history, pool));
      }
      if (history.past == Past.ABSORBED) {
        int number = i;
        fold.give(
            absorbedBy(window, i),
            type,
            (histories, _) -> histories.get(history.index).absorbed().get(number));
      }
    }
  }

  /// What absorbs a history's events; where it has each at once, it answers asks as well.
  private static Object absorbedBy(WindowPlan window, int component) {
    return window.history().isAbsorbedAtOnce()
        ? new ComponentOf(window, component)
        : new AbsorbedBy(window, component);
  }

  /// What absorbs the dropped events of a history; there is one window over all of time.
  private static List<ComponentPlan> absorbed(HistoryPlan history) {
    return history.past == Past.ABSORBED ? history.windows().getFirst().components() : List.of();
  }

  private static WindowRange rangeOf(Window window) {
    return switch (window) {
      case Window.Exact exact -> WindowRange.exact(Micros.of(exact.length()));
      case Window.Stepped stepped ->
          WindowRange.stepped(Micros.of(stepped.length()), Micros.of(stepped.step()));
      case Window.Ever _ -> WindowRange.ever();
    };
  }

  private void applyMethod() {
    fold.method(
        "apply",
        MethodTypeDesc.of(V, I, WORDS, I),
        ClassFile.ACC_PUBLIC,
        code -> {
          for (FeedPlan feed : plan.feeds()) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(feed.index).if_icmpne(next);
            code.aload(0).aload(2).iload(3);
            code.invokevirtual(fold.name(), "feed" + feed.index, RECORD).return_();
            code.labelBinding(next);
          }
          code.return_();
        });
  }

  private void feedMethod(FeedPlan feed) {
    fold.method(
        "feed" + feed.index,
        RECORD,
        ClassFile.ACC_PRIVATE,
        code -> {
          for (HistoryPlan history : plan.histories()) {
            if (history.feed == feed) {
              code.aload(0).aload(1).iload(2);
              code.invokevirtual(fold.name(), "insert" + history.index, RECORD);
            }
          }
          code.return_();
        });
  }

  private void historyMethods(HistoryPlan history) {
    if (history.isAbsorbedAtOnce()) {
      atOnceMethods(history);
      return;
    }
    fold.method(
        "insert" + history.index, RECORD, ClassFile.ACC_PRIVATE, code -> insert(code, history));
    if (history.past == Past.TILED) {
      new TileIntake(fold, history).write();
    }
    fold.method(
        "appear" + history.index, POSITION, ClassFile.ACC_PRIVATE, code -> appear(code, history));
    fold.method(
        "drop" + history.index, POSITION, ClassFile.ACC_PRIVATE, code -> drop(code, history));
    for (WindowPlan window : history.windows()) {
      List<List<Integer>> groups = FoldClass.groupsOf(window);
      fold.method(
          FoldClass.moveOf(window),
          MOVE,
          ClassFile.ACC_PRIVATE,
          code -> {
            for (int i = 0; i < groups.size(); i++) {
              code.aload(0)
                  .lload(1)
                  .lload(3)
                  .invokevirtual(fold.name(), FoldClass.moveOf(window) + "_" + i, MOVE);
            }
            fold.load(code, window);
            code.lload(1).lload(3).invokevirtual(RANGE, "set", MOVE).return_();
          });
      for (int i = 0; i < groups.size(); i++) {
        List<Integer> group = groups.get(i);
        fold.method(
            FoldClass.moveOf(window) + "_" + i,
            MOVE,
            ClassFile.ACC_PRIVATE,
            code -> new WindowMove(fold, code, window, group).write());
        fold.method(
            FoldClass.appearOf(window) + "_" + i,
            POSITION,
            ClassFile.ACC_PRIVATE,
            code -> {
              if (history.past == Past.TILED) {
                appearTile(code, window, group);
              } else {
                appearWithin(code, window, group);
              }
            });
        fold.method(
            FoldClass.appearOf(window) + "_before_" + i,
            NOTHING,
            ClassFile.ACC_PRIVATE,
            code -> appearBefore(code, window, group));
      }
    }
  }

  private void atOnceMethods(HistoryPlan history) {
    WindowPlan window = history.windows().getFirst();
    List<Integer> components = new ArrayList<>();
    for (int i = 0; i < window.components().size(); i++) {
      components.add(i);
    }
    fold.method(
        "insert" + history.index,
        RECORD,
        ClassFile.ACC_PRIVATE,
        code -> absorbAtOnce(code, history));
    fold.chunked(
        "absorb" + history.index,
        RECORD,
        ClassFile.ACC_PRIVATE,
        components,
        (code, i) -> absorb(code, window, i, new EventWords(code, history, 1, 2)));
  }

  private void insert(CodeBuilder code, HistoryPlan history) {
    RecordLayout layout = history.feed.layout();
    int time = code.allocateLocal(TypeKind.LONG);
    int expired = code.allocateLocal(TypeKind.LONG);
    Label end = code.newLabel();
    branchIfFiltered(code, history, end);
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
      new TileIntake(fold, history).enter(code, time);
    } else {
      insertEvent(code, history, time);
    }
    code.aload(0).loadConstant(history.index).lload(time);
    code.invokevirtual(fold.name(), "note", MethodTypeDesc.of(V, I, J));
    if (history.past == Past.ABSORBED) {
      dropExpired(code, history, expired);
    }
    code.labelBinding(end);
    code.return_();
  }

  /// Gives an event to what absorbs it, in place of keeping it.
  private void absorbAtOnce(CodeBuilder code, HistoryPlan history) {
    Label end = code.newLabel();
    branchIfFiltered(code, history, end);
    code.aload(0).aload(1).iload(2);
    code.invokevirtual(fold.name(), "absorb" + history.index, RECORD);
    code.aload(0).invokevirtual(fold.name(), "noteAbsorbed", NOTHING);
    code.labelBinding(end);
    code.return_();
  }

  private static void branchIfFiltered(CodeBuilder code, HistoryPlan history, Label isFiltered) {
    if (history.filter >= 0) {
      pushRecordWord(code, history.feed.layout().bitsAt() + history.filter / Long.SIZE);
      code.loadConstant(1L << history.filter).land().lconst_0().lcmp().ifeq(isFiltered);
    }
  }

  private void insertEvent(CodeBuilder code, HistoryPlan history, int time) {
    RecordLayout layout = history.feed.layout();
    int slot = code.allocateLocal(TypeKind.INT);
    int own = code.allocateLocal(TypeKind.REFERENCE);
    Label last = code.newLabel();
    fold.load(code, history);
    code.lload(time);
    if (history.needsId) {
      pushRecordWord(code, layout.idAt());
    } else {
      code.lconst_0();
    }
    code.invokevirtual(EVENTS, "insert", MethodTypeDesc.of(I, J, J)).istore(slot);
    fold.load(code, history);
    code.invokevirtual(EVENTS, "words", MethodTypeDesc.of(WORDS)).astore(own);
    for (int i = 0; i < history.bitWords(); i++) {
      copy(code, own, slot, 1 + i, layout.bitsAt() + i);
    }
    for (int lane = 0; lane < history.lanes.size(); lane++) {
      copy(code, own, slot, history.laneAt(lane), layout.valueAt(history.lanes.get(lane)));
    }
    fold.load(code, history);
    code.iload(slot).invokevirtual(EVENTS, "isLast", MethodTypeDesc.of(Z, I)).ifne(last);
    code.aload(0);
    fold.load(code, history);
    code.iload(slot).invokevirtual(EVENTS, "positionOf", MethodTypeDesc.of(J, I));
    code.invokevirtual(fold.name(), "appear" + history.index, POSITION);
    code.labelBinding(last);
  }

  private void dropExpired(CodeBuilder code, HistoryPlan history, int expired) {
    Label noneExpired = code.newLabel();
    fold.load(code, history);
    code.invokevirtual(EVENTS, "isEmpty", MethodTypeDesc.of(Z)).ifne(noneExpired);
    fold.load(code, history);
    code.invokevirtual(EVENTS, "firstTime", MethodTypeDesc.of(J));
    code.lload(expired).lcmp().ifgt(noneExpired);
    code.aload(0).lload(expired).invokevirtual(fold.name(), "drop" + history.index, POSITION);
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
      int groups = FoldClass.groupsOf(window).size();
      Label next = code.newLabel();
      Label within = code.newLabel();
      fold.load(code, window);
      code.lload(1).invokevirtual(RANGE, "appear", MethodTypeDesc.of(I, J));
      int where = code.allocateLocal(TypeKind.INT);
      code.istore(where);
      code.iload(where).ifeq(next);
      code.iload(where).ifgt(within);
      for (int i = 0; i < groups; i++) {
        code.aload(0)
            .invokevirtual(fold.name(), FoldClass.appearOf(window) + "_before_" + i, NOTHING);
      }
      code.goto_(next);
      code.labelBinding(within);
      for (int i = 0; i < groups; i++) {
        code.aload(0)
            .lload(1)
            .invokevirtual(fold.name(), FoldClass.appearOf(window) + "_" + i, POSITION);
      }
      code.labelBinding(next);
    }
    code.return_();
  }

  private void appearBefore(CodeBuilder code, WindowPlan window, List<Integer> group) {
    for (int i : group) {
      if (window.components().get(i).kind().protocol == Protocol.QUEUE) {
        fold.load(code, new ComponentOf(window, i));
        code.invokevirtual(QUEUE, "moveUp", NOTHING);
      }
    }
    code.return_();
  }

  private void appearWithin(CodeBuilder code, WindowPlan window, List<Integer> group) {
    FoldStep.OfEvents step = new FoldStep.OfEvents(fold, code, window);
    step.pointTo(1);
    for (int i : group) {
      switch (window.components().get(i).kind().protocol) {
        case INVERTIBLE, TIMED, COUNTER, EVENT -> step.enter(i);
        case NEIGHBOURS -> {
          int from = code.allocateLocal(TypeKind.LONG);
          int to = code.allocateLocal(TypeKind.LONG);
          fold.load(code, window);
          code.invokevirtual(RANGE, "from", MethodTypeDesc.of(J)).lstore(from);
          fold.load(code, window);
          code.invokevirtual(RANGE, "to", MethodTypeDesc.of(J)).lstore(to);
          step.neighbours(i, "enter", 1, from, to);
        }
        case QUEUE -> {
          Label isNull = code.newLabel();
          Label done = code.newLabel();
          step.branchIfNull(i, isNull);
          fold.callQueue(code, window, i, "appear", () -> step.pushWord(i), () -> code.lload(1));
          code.goto_(done);
          code.labelBinding(isNull);
          fold.load(code, new ComponentOf(window, i));
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
        fold.load(code, new ComponentOf(window, i));
        code.lload(1).invokevirtual(QUEUE, "appearWithoutKey", POSITION);
      }
    }
    code.return_();
  }

  private void drop(CodeBuilder code, HistoryPlan history) {
    int position = code.allocateLocal(TypeKind.LONG);
    Label end = code.newLabel();
    fold.load(code, history);
    code.lload(1);
    fold.load(code, history);
    code.invokevirtual(EVENTS, "first", MethodTypeDesc.of(J));
    code.invokevirtual(EVENTS, "positionAfter", MethodTypeDesc.of(J, J, J)).lstore(position);
    code.lload(position);
    fold.load(code, history);
    code.invokevirtual(EVENTS, "first", MethodTypeDesc.of(J)).lcmp().ifle(end);
    code.aload(0).loadConstant(history.index).lload(position);
    code.invokevirtual(fold.name(), "noteDrop", MethodTypeDesc.of(V, I, J));
    for (WindowPlan window : history.windows()) {
      code.aload(0);
      for (String side : List.of("from", "to")) {
        fold.load(code, window);
        code.invokevirtual(RANGE, side, MethodTypeDesc.of(J)).lload(position);
        code.invokestatic(RowCompiler.desc(Math.class), "max", MethodTypeDesc.of(J, J, J));
      }
      code.invokevirtual(fold.name(), FoldClass.moveOf(window), MOVE);
    }
    if (history.past == Past.ABSORBED) {
      absorb(code, history.windows().getFirst(), position);
      code.aload(0).invokevirtual(fold.name(), "noteAbsorbed", NOTHING);
    }
    boolean isTiled = history.past == Past.TILED;
    fold.load(code, isTiled ? new TilesOf(history) : history);
    code.lload(position).invokevirtual(isTiled ? TILES : EVENTS, "dropBefore", POSITION);
    code.labelBinding(end);
    code.return_();
  }

  /// Gives the events before a position to what absorbs them.
  private void absorb(CodeBuilder code, WindowPlan window, int end) {
    int at = code.allocateLocal(TypeKind.LONG);
    FoldStep.OfEvents step = new FoldStep.OfEvents(fold, code, window);
    fold.load(code, window.history());
    code.invokevirtual(EVENTS, "first", MethodTypeDesc.of(J)).lstore(at);
    step.pointTo(at);
    Label start = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(start);
    code.lload(at).lload(end).lcmp().ifge(done);
    for (int i = 0; i < window.components().size(); i++) {
      absorb(code, window, i, step.words);
    }
    code.lload(at).lconst_1().ladd().lstore(at);
    step.moveUp();
    code.goto_(start);
    code.labelBinding(done);
  }

  private void absorb(CodeBuilder code, WindowPlan window, int number, EventWords words) {
    Object absorbing = absorbedBy(window, number);
    words.call(window.components().get(number), "enter", () -> fold.load(code, absorbing));
  }

  private void restartMethod() {
    List<ComponentOf> all = new ArrayList<>();
    for (HistoryPlan history : plan.histories()) {
      if (history.isAbsorbedAtOnce()) {
        continue;
      }
      for (int i = 0; i < absorbed(history).size(); i++) {
        all.add(new ComponentOf(history.windows().getFirst(), i));
      }
    }
    fold.chunked("restart", NOTHING, ClassFile.ACC_PROTECTED, all, fold::restart);
  }

  private void dropMethod() {
    fold.method(
        "drop",
        MethodTypeDesc.of(V, I, J),
        ClassFile.ACC_PROTECTED,
        code -> {
          for (HistoryPlan history : plan.histories()) {
            if (history.isAbsorbedAtOnce()) {
              continue;
            }
            Label next = code.newLabel();
            code.iload(1).loadConstant(history.index).if_icmpne(next);
            code.aload(0).lload(2);
            code.invokevirtual(fold.name(), "drop" + history.index, POSITION).return_();
            code.labelBinding(next);
          }
          code.return_();
        });
  }

  private void clearMethod() {
    List<Clear> clears = new ArrayList<>();
    for (HistoryPlan history : plan.histories()) {
      for (WindowPlan window : history.windows()) {
        if (!history.isAbsorbedAtOnce()) {
          clears.add(new Clear(window, RANGE));
        }
        for (int i = 0; i < window.components().size(); i++) {
          ComponentPlan.Kind kind = window.components().get(i).kind();
          if (kind.protocol != Protocol.READER) {
            clears.add(new Clear(new ComponentOf(window, i), RowCompiler.desc(kind.type)));
            if (history.past == Past.ABSORBED && !history.isAbsorbedAtOnce()) {
              clears.add(new Clear(new AbsorbedBy(window, i), RowCompiler.desc(kind.type)));
            }
          }
        }
      }
    }
    fold.chunked(
        "clearWindows",
        NOTHING,
        ClassFile.ACC_PROTECTED,
        clears,
        (code, clear) -> {
          fold.load(code, clear.key());
          code.invokevirtual(clear.type(), "clear", NOTHING);
        });
  }

  private record Clear(Object key, ClassDesc type) {}
}
