package roundhouse.featureengine.language.program;

import static roundhouse.featureengine.language.program.FoldClass.J;
import static roundhouse.featureengine.language.program.FoldClass.POSITION;
import static roundhouse.featureengine.language.program.FoldClass.QUEUE;
import static roundhouse.featureengine.language.program.FoldClass.RANGE;
import static roundhouse.featureengine.language.program.FoldClass.RECORD;
import static roundhouse.featureengine.language.program.FoldClass.TILES;
import static roundhouse.featureengine.language.program.FoldClass.V;
import static roundhouse.featureengine.language.program.FoldClass.Z;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;
import roundhouse.featureengine.language.program.FoldClass.ComponentOf;
import roundhouse.featureengine.language.program.FoldClass.TilesOf;

/// The methods by which the events of a history in tiles come to its current tile, and to the
/// windows that have it.
final class TileIntake {
  private final FoldClass fold;
  private final HistoryPlan history;

  TileIntake(FoldClass fold, HistoryPlan history) {
    this.fold = fold;
    this.history = history;
  }

  void write() {
    fold.chunked(windows(), RECORD, ClassFile.ACC_PRIVATE, history.windows(), this::enterIfHeld);
    for (WindowPlan window : history.windows()) {
      List<List<Integer>> groups = FoldClass.groupsOf(window);
      for (int i = 0; i < groups.size(); i++) {
        List<Integer> group = groups.get(i);
        fold.method(
            enterOf(window) + "_" + i,
            RECORD,
            ClassFile.ACC_PRIVATE,
            code -> new RecordStep(code).enterWindow(window, group));
      }
    }
    List<Integer> partials = new ArrayList<>();
    for (int i = 0; i < history.ofTile().size(); i++) {
      partials.add(i);
    }
    fold.chunked(
        tile(),
        RECORD,
        ClassFile.ACC_PRIVATE,
        partials,
        (code, number) -> new RecordStep(code).enterTile(number));
  }

  private void enterIfHeld(CodeBuilder code, WindowPlan window) {
    Label next = code.newLabel();
    fold.load(code, window);
    fold.pushCurrent(code, history);
    code.invokevirtual(RANGE, "holds", MethodTypeDesc.of(Z, J)).ifeq(next);
    for (int i = 0; i < FoldClass.groupsOf(window).size(); i++) {
      code.aload(0).aload(1).iload(2);
      code.invokevirtual(fold.name(), enterOf(window) + "_" + i, RECORD);
    }
    code.labelBinding(next);
  }

  /// Gives an event to its tile, which may be new, after the windows that have it already.
  void enter(CodeBuilder code, int start) {
    Label last = code.newLabel();
    fold.load(code, new TilesOf(history));
    code.lload(start).invokevirtual(TILES, "enter", MethodTypeDesc.of(Z, J)).ifeq(last);
    code.aload(0);
    fold.pushCurrent(code, history);
    code.invokevirtual(fold.name(), "appear" + history.index, POSITION);
    code.labelBinding(last);
    for (String method : List.of(windows(), tile())) {
      code.aload(0).aload(1).iload(2).invokevirtual(fold.name(), method, RECORD);
    }
  }

  private String windows() {
    return "windows" + history.index;
  }

  private String tile() {
    return "tile" + history.index;
  }

  private static String enterOf(WindowPlan window) {
    return "enter" + window.history().index + "_" + window.index();
  }

  /// An event that comes to the current tile, and to the windows that have it already; the words of
  /// its record are the method's parameters.
  private final class RecordStep {
    private final CodeBuilder code;
    private final EventWords words;

    RecordStep(CodeBuilder code) {
      this.code = code;
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
              words.call(component, "enter", () -> fold.load(code, new ComponentOf(window, i)));
          case QUEUE -> {
            words.branchIfNull(component.lane(), isNull);
            fold.callQueue(
                code,
                window,
                i,
                "enter",
                () -> words.pushLane(component.lane()),
                () -> fold.pushCurrent(code, history));
          }
          case DISTINCT -> {
            words.branchIfNull(component.lane(), isNull);
            fold.load(code, new ComponentOf(window, i));
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
      fold.pushPartial(code, history, number, () -> fold.pushCurrent(code, history));
    }
  }
}
