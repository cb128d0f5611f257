package roundhouse.featureengine.language.program;

import static roundhouse.featureengine.language.program.FoldClass.EVENTS;
import static roundhouse.featureengine.language.program.FoldClass.J;
import static roundhouse.featureengine.language.program.FoldClass.NOTHING;
import static roundhouse.featureengine.language.program.FoldClass.POSITION;
import static roundhouse.featureengine.language.program.FoldClass.QUEUE;
import static roundhouse.featureengine.language.program.FoldClass.RANGE;
import static roundhouse.featureengine.language.program.FoldClass.Z;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.IntConsumer;
import roundhouse.featureengine.language.program.ComponentPlan.Protocol;
import roundhouse.featureengine.language.program.EntityPlan.Past;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;
import roundhouse.featureengine.language.program.FoldClass.ComponentOf;

/// The method that moves some components of a window to another range.
final class WindowMove {
  private static final int NEW_FROM = 1;
  private static final int NEW_TO = 3;

  private final FoldClass fold;
  private final CodeBuilder code;
  private final WindowPlan window;
  private final List<Integer> group;
  private final FoldStep step;
  private final int from;
  private final int to;

  WindowMove(FoldClass fold, CodeBuilder code, WindowPlan window, List<Integer> group) {
    this.fold = fold;
    this.code = code;
    this.window = window;
    this.group = group;
    from = code.allocateLocal(TypeKind.LONG);
    to = code.allocateLocal(TypeKind.LONG);
    step =
        window.history().past == Past.TILED
            ? new FoldStep.OfTiles(fold, code, window)
            : new FoldStep.OfEvents(fold, code, window);
  }

  void write() {
    fold.load(code, window);
    code.invokevirtual(RANGE, "from", MethodTypeDesc.of(J)).lstore(from);
    fold.load(code, window);
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
    group.forEach(i -> fold.restart(code, new ComponentOf(window, i)));
    fold.load(code, window.history());
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
      fold.load(code, new ComponentOf(window, i));
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
          fold.load(code, new ComponentOf(window, i));
          code.lload(from).invokevirtual(QUEUE, "leaveFirst", POSITION);
        });
  }

  private void enterFirst() {
    forEach("enter", step::enter, from, this::goStale);
  }

  private void forEach(String neighbours, IntConsumer invertible, int position, IntConsumer queue) {
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
    fold.callQueue(
        code, window, number, "enterLast", () -> step.pushWord(number), () -> code.lload(position));
    code.labelBinding(isNull);
  }

  private void goStale(int number) {
    fold.load(code, new ComponentOf(window, number));
    code.invokevirtual(QUEUE, "goStale", NOTHING);
  }

  /// Gives a stale queue all events of the window anew.
  private void refill() {
    for (int i : group) {
      if (window.components().get(i).kind().protocol != Protocol.QUEUE) {
        continue;
      }
      Label fresh = code.newLabel();
      fold.load(code, new ComponentOf(window, i));
      code.invokevirtual(QUEUE, "isStale", MethodTypeDesc.of(Z)).ifeq(fresh);
      fold.load(code, new ComponentOf(window, i));
      code.invokevirtual(QUEUE, "clear", NOTHING);
      code.lload(NEW_FROM).lstore(to);
      step.pointTo(to);
      int number = i;
      up(to, NEW_TO, () -> enterQueue(number, to));
      code.labelBinding(fresh);
    }
  }
}
