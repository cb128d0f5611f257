package roundhouse.featureengine.language.program;

import static roundhouse.featureengine.language.program.FoldClass.EVENTS;
import static roundhouse.featureengine.language.program.FoldClass.EXTREME;
import static roundhouse.featureengine.language.program.FoldClass.I;
import static roundhouse.featureengine.language.program.FoldClass.J;
import static roundhouse.featureengine.language.program.FoldClass.V;
import static roundhouse.featureengine.language.program.FoldClass.WORDS;
import static roundhouse.featureengine.language.program.FoldClass.Z;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.MethodTypeDesc;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;
import roundhouse.featureengine.language.program.FoldClass.ComponentOf;

/// What happens to components as an event or a tile enters or leaves a window.
abstract sealed class FoldStep {
  final FoldClass fold;
  final CodeBuilder code;
  final WindowPlan window;
  final HistoryPlan history;

  private FoldStep(FoldClass fold, CodeBuilder code, WindowPlan window) {
    this.fold = fold;
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
    fold.load(code, new ComponentOf(window, number));
    fold.load(code, history);
    code.lload(position).lload(from).lload(to);
    code.invokevirtual(
        RowCompiler.desc(window.components().get(number).kind().type),
        method,
        MethodTypeDesc.of(V, EVENTS, J, J, J));
  }

  /// Of events.
  static final class OfEvents extends FoldStep {
    private final int all = code.allocateLocal(TypeKind.REFERENCE);
    private final int at = code.allocateLocal(TypeKind.INT);
    final EventWords words = new EventWords(code, history, all, at);

    OfEvents(FoldClass fold, CodeBuilder code, WindowPlan window) {
      super(fold, code, window);
    }

    @Override
    void pointTo(int position) {
      fold.load(code, history);
      code.invokevirtual(EVENTS, "words", MethodTypeDesc.of(WORDS)).astore(all);
      fold.load(code, history);
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
          () -> fold.load(code, new ComponentOf(window, number)));
    }
  }

  /// Of tiles.
  static final class OfTiles extends FoldStep {
    private int position;

    OfTiles(FoldClass fold, CodeBuilder code, WindowPlan window) {
      super(fold, code, window);
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
      fold.load(code, new ComponentOf(window, number));
      pushPartial(number);
      code.invokevirtual(
          RowCompiler.desc(component.kind().type),
          method,
          MethodTypeDesc.of(V, RowCompiler.desc(component.ofTile().kind().type)));
    }

    private void pushPartial(int number) {
      int ofTile = window.components().get(number).tileNumber(history);
      fold.pushPartial(code, history, ofTile, () -> code.lload(position));
    }
  }
}
