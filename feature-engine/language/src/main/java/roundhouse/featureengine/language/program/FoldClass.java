package roundhouse.featureengine.language.program;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
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
import java.util.function.Consumer;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.fold.ExtremeQueue;
import roundhouse.featureengine.kernel.fold.ExtremeValue;
import roundhouse.featureengine.kernel.fold.HistoriesFold;
import roundhouse.featureengine.kernel.fold.Partial;
import roundhouse.featureengine.kernel.fold.RetainedEvents;
import roundhouse.featureengine.kernel.fold.Tiles;
import roundhouse.featureengine.kernel.fold.WindowRange;
import roundhouse.featureengine.language.program.ComponentPlan.Protocol;
import roundhouse.featureengine.language.program.EntityPlan.HistoryPlan;
import roundhouse.featureengine.language.program.EntityPlan.WindowPlan;

/// The class that a fold is compiled to: what its instances are given, and the code that several of
/// its methods have alike.
final class FoldClass {
  static final ClassDesc EVENTS = RowCompiler.desc(RetainedEvents.class);
  static final ClassDesc RANGE = RowCompiler.desc(WindowRange.class);
  static final ClassDesc TILES = RowCompiler.desc(Tiles.class);
  static final ClassDesc PARTIALS = RowCompiler.desc(Partial.class).arrayType();
  static final ClassDesc EXTREME = RowCompiler.desc(ExtremeValue.class);
  static final ClassDesc QUEUE = RowCompiler.desc(ExtremeQueue.class);
  static final ClassDesc FOLD = RowCompiler.desc(HistoriesFold.class);
  static final ClassDesc WORDS = ConstantDescs.CD_long.arrayType();
  static final ClassDesc V = ConstantDescs.CD_void;
  static final ClassDesc J = ConstantDescs.CD_long;
  static final ClassDesc I = ConstantDescs.CD_int;
  static final ClassDesc Z = ConstantDescs.CD_boolean;
  static final MethodTypeDesc RECORD = MethodTypeDesc.of(V, WORDS, I);
  static final MethodTypeDesc MOVE = MethodTypeDesc.of(V, J, J);
  static final MethodTypeDesc POSITION = MethodTypeDesc.of(V, J);
  static final MethodTypeDesc ANSWER = MethodTypeDesc.of(V, J, WORDS, I);
  static final MethodTypeDesc NOTHING = MethodTypeDesc.of(V);

  /// Components whose loops stand in one method, and outputs that are put in one.
  private static final int GROUP = 12;

  private final HiddenClass compiled = new HiddenClass("CompiledFold", FOLD);
  private final Map<Object, Integer> givens = new HashMap<>();
  private final List<Given> order = new ArrayList<>();

  /// Something that each instance is given, and how it is made.
  interface Given {
    Object create(List<HistoriesFold.History> histories, ValuePool pool);
  }

  /// A component of a window: of the events in it, and of those absorbed before, where there are.
  record ComponentOf(WindowPlan window, int component) {}

  /// The tiles of a history.
  record TilesOf(HistoryPlan history) {}

  /// A component of the absorbed events alone.
  record AbsorbedBy(WindowPlan window, int component) {}

  /// A class whose instances the parent's constructor gives a version and histories.
  FoldClass() {
    compiled.given(ConstantDescs.CD_String);
    compiled.given(ConstantDescs.CD_List);
  }

  MethodHandle define() {
    return compiled.define(2, _ -> {});
  }

  /// What each instance is given after version and histories.
  List<Given> order() {
    return List.copyOf(order);
  }

  ClassDesc name() {
    return compiled.name();
  }

  void method(String name, MethodTypeDesc type, int flags, Consumer<CodeBuilder> body) {
    compiled.method(name, type, flags, body);
  }

  /// Has each instance be given something, which [#load] finds by the key.
  void give(Object key, ClassDesc type, Given given) {
    givens.put(identityOf(key), compiled.given(type));
    order.add(given);
  }

  /// Pushes what was given by that key.
  void load(CodeBuilder code, Object key) {
    compiled.loadGiven(code, Objects.requireNonNull(givens.get(identityOf(key))));
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

  /// A method of many equal parts, cut so that none is too large.
  <T> void chunked(
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

  interface PartWriter<T> {
    void write(CodeBuilder code, T part);
  }

  /// The components of a window to which something happens as it moves, so many to a method.
  static List<List<Integer>> groupsOf(WindowPlan window) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < window.components().size(); i++) {
      if (window.components().get(i).kind().protocol == Protocol.READER) {
        continue;
      }
      if (groups.isEmpty() || groups.getLast().size() == GROUP) {
        groups.add(new ArrayList<>());
      }
      groups.getLast().add(i);
    }
    return groups;
  }

  static String moveOf(WindowPlan window) {
    return "move" + window.history().index + "_" + window.index();
  }

  static String appearOf(WindowPlan window) {
    return "appear" + window.history().index + "_" + window.index();
  }

  /// Pushes the position of a history's current tile.
  void pushCurrent(CodeBuilder code, HistoryPlan history) {
    load(code, new TilesOf(history));
    code.invokevirtual(TILES, "current", MethodTypeDesc.of(J));
  }

  /// Pushes a partial result of the tile whose position is pushed by that.
  void pushPartial(CodeBuilder code, HistoryPlan history, int number, Runnable position) {
    load(code, new TilesOf(history));
    position.run();
    code.invokevirtual(TILES, "at", MethodTypeDesc.of(PARTIALS, J));
    code.loadConstant(number).aaload();
    code.checkcast(RowCompiler.desc(history.ofTile().get(number).kind().type));
  }

  /// Calls a queue's method of a key and a position.
  ///
  /// @param word pushes a value
  void callQueue(
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

  /// Makes a component that of the absorbed events alone.
  void restart(CodeBuilder code, ComponentOf component) {
    ClassDesc type =
        RowCompiler.desc(component.window().components().get(component.component()).kind().type);
    load(code, component);
    code.invokevirtual(type, "clear", NOTHING);
    load(code, component);
    load(code, new AbsorbedBy(component.window(), component.component()));
    code.invokevirtual(type, "merge", MethodTypeDesc.of(V, type));
  }
}
