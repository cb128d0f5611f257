package roundhouse.featureengine.language.program;

import static roundhouse.featureengine.language.program.FoldClass.MOVE;
import static roundhouse.featureengine.language.program.FoldClass.NOTHING;
import static roundhouse.featureengine.language.program.FoldClass.POSITION;
import static roundhouse.featureengine.language.program.FoldClass.QUEUE;
import static roundhouse.featureengine.language.program.FoldClass.RECORD;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import roundhouse.featureengine.language.program.ComponentPlan.Protocol;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;

/// An event of a history, as local variables say where its words are.
final class EventWords {
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
