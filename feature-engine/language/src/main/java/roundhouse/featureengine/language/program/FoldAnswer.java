package roundhouse.featureengine.language.program;

import static roundhouse.featureengine.language.program.FoldClass.ANSWER;
import static roundhouse.featureengine.language.program.FoldClass.EVENTS;
import static roundhouse.featureengine.language.program.FoldClass.I;
import static roundhouse.featureengine.language.program.FoldClass.J;
import static roundhouse.featureengine.language.program.FoldClass.MOVE;
import static roundhouse.featureengine.language.program.FoldClass.RANGE;
import static roundhouse.featureengine.language.program.FoldClass.TILES;
import static roundhouse.featureengine.language.program.FoldClass.V;
import static roundhouse.featureengine.language.program.FoldClass.WORDS;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.language.program.ComponentPlan.Protocol;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.OutputPlan;
import roundhouse.featureengine.language.program.EntityPlan.Past;
import roundhouse.featureengine.language.program.EntityPlan.Put;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;
import roundhouse.featureengine.language.program.FoldClass.ComponentOf;
import roundhouse.featureengine.language.program.FoldClass.TilesOf;

/// The method that answers an ask: it moves each window to where it asks, then puts each output.
final class FoldAnswer {
  private final FoldClass fold;
  private final EntityPlan plan;

  FoldAnswer(FoldClass fold, EntityPlan plan) {
    this.fold = fold;
    this.plan = plan;
  }

  void write() {
    List<AnswerPart> parts = new ArrayList<>();
    for (int i = 0; i < plan.outputLayout().bitWords(); i++) {
      parts.add(new AnswerPart.ClearBits(i));
    }
    for (HistoryPlan history : plan.histories()) {
      if (history.past != Past.ABSORBED) {
        history.windows().forEach(window -> parts.add(new AnswerPart.Touch(window)));
      }
    }
    for (HistoryPlan history : plan.histories()) {
      if (!history.isAbsorbedAtOnce()) {
        history.windows().forEach(window -> parts.add(new AnswerPart.MoveTo(window)));
      }
    }
    for (int i = 0; i < plan.outputs().size(); i++) {
      parts.add(new AnswerPart.PutOne(i));
    }
    fold.chunked("answer", ANSWER, ClassFile.ACC_PUBLIC, parts, this::answerPart);
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
        fold.load(code, window);
        fold.load(code, window.history());
        code.invokevirtual(RANGE, "touch", MethodTypeDesc.of(V, EVENTS));
        for (int i = 0; i < window.components().size(); i++) {
          if (window.components().get(i).kind().protocol == Protocol.QUEUE) {
            fold.load(code, new ComponentOf(window, i));
            code.invokevirtual(FoldClass.QUEUE, "touch", FoldClass.NOTHING);
          }
        }
      }
      case AnswerPart.MoveTo(WindowPlan window) -> {
        code.aload(0);
        for (String side : List.of("fromAt", "toAt")) {
          fold.load(code, window);
          fold.load(code, window.history());
          code.lload(1).invokevirtual(RANGE, side, MethodTypeDesc.of(J, EVENTS, J));
        }
        code.invokevirtual(fold.name(), FoldClass.moveOf(window), MOVE);
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
        fold.load(code, window);
        code.aload(3).iload(4).loadConstant(valueAt);
        code.invokevirtual(RANGE, "putCount", MethodTypeDesc.of(V, WORDS, I, I));
      }
      case Put.First(int lane) -> putLane(code, "putFirst", window, lane, number, valueAt);
      case Put.Last(int lane) -> putLane(code, "putLast", window, lane, number, valueAt);
      case Put.TimeSinceLast(double unit) -> {
        fold.load(code, window);
        fold.load(code, history);
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
    fold.load(code, window);
    fold.load(code, history);
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
    List<ClassDesc> types = new ArrayList<>();
    fold.load(code, new ComponentOf(window, component));
    if (kind.protocol == Protocol.READER) {
      HistoryPlan history = window.history();
      boolean isTiled = history.past == Past.TILED;
      fold.load(code, isTiled ? new TilesOf(history) : history);
      fold.load(code, window);
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
}
